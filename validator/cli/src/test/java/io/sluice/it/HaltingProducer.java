package io.sluice.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Halts the process as kill -9 does, when as many records were sent, or acknowledged and not yet
 * committed, as the file named by the system property {@code halt} says: {@code send 120} or {@code
 * ack 120}. Kafka's own interceptors make this possible without a word in the product.
 */
public final class HaltingProducer
    implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {

  private String kind = "";
  private long at = -1;
  private long sent;
  private long acknowledged;

  @Override
  public void configure(Map<String, ?> configs) {
    String file = System.getProperty("halt");
    try {
      if (file != null) {
        String[] words = Files.readString(Path.of(file)).strip().split(" ");
        kind = words[0];
        at = Long.parseLong(words[1]);
      }
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    sent++;
    haltAt("send", sent);
    return record;
  }

  @Override
  public synchronized void onAcknowledgement(RecordMetadata metadata, Exception failure) {
    acknowledged++;
    haltAt("ack", acknowledged);
  }

  private void haltAt(String event, long count) {
    if (kind.equals(event) && count == at) {
      Runtime.getRuntime().halt(137);
    }
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // one property names the interceptors of producers and consumers alike
  }

  @Override
  public void close() {
    // nothing is open
  }
}
