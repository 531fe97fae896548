package io.sluice.it;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** As much of Kafka's own command-line tools as pages of the documentation use. */
final class KafkaTool {

  private KafkaTool() {}

  public static void main(String[] arguments) throws Exception {
    String topic = option(arguments, "--topic", "");
    Properties client = new Properties();
    client.put("bootstrap.servers", option(arguments, "--bootstrap-server", ""));
    if (arguments[0].equals("kafka-topics.sh")) {
      int partitions = Integer.parseInt(option(arguments, "--partitions", "1"));
      create(client, new NewTopic(topic, partitions, (short) 1));
    } else {
      produce(client, topic);
    }
  }

  private static String option(String[] arguments, String name, String otherwise) {
    int at = Arrays.asList(arguments).indexOf(name);
    return at < 0 ? otherwise : arguments[at + 1];
  }

  private static void create(Properties client, NewTopic topic) throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(topic.configs(Map.of()))).all().get();
    }
    System.out.println("Created topic " + topic.name() + ".");
  }

  private static void produce(Properties client, String topic) throws Exception {
    try (KafkaProducer<String, String> producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var unused = producer.send(new ProducerRecord<>(topic, line)).get();
      }
    }
  }
}
