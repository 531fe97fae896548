package io.sluice.conform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.TestJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.everit.json.schema.FormatValidator;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/**
 * The 329 deliveries of GitHub's webhooks, and 5,000 changes of them, as we judge them and as
 * everit does, an engine of another make. Formats are not looked at by either.
 */
class SecondOpinionTest {

  private static final int CHANGES = 5_000;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private record Delivery(String kind, JsonNode payload) {}

  private final Map<String, Conformance> ours = new HashMap<>();
  private final Map<String, Schema> theirs = new HashMap<>();
  private final List<String> disagreements = new ArrayList<>();
  private final Map<Boolean, Integer> verdicts = new TreeMap<>();
  private JsonNode definitions = JSON.missingNode();

  @Test
  void agrees() throws Exception {
    definitions =
        JSON.readTree(
                new GZIPInputStream(
                    SecondOpinionTest.class.getResourceAsStream("/github/webhooks.schema.json.gz")))
            .path("definitions");
    List<Delivery> deliveries = deliveries();
    assertThat(deliveries).hasSize(329);
    for (Delivery delivery : deliveries) {
      judge(delivery.kind(), delivery.payload(), "as it is");
    }
    Random random = new Random(20261122);
    for (int i = 0; i < CHANGES; i++) {
      Delivery delivery = deliveries.get(random.nextInt(deliveries.size()));
      JsonNode changed = delivery.payload().deepCopy();
      judge(delivery.kind(), changed, change(changed, random));
    }
    System.out.println("second opinion: " + verdicts);
    assertThat(disagreements).isEmpty();
  }

  private void judge(String kind, JsonNode payload, String change) throws Exception {
    boolean us = isValid(kind, payload);
    boolean they = isValidForEverit(kind, payload);
    verdicts.merge(us, 1, Integer::sum);
    if (us != they) {
      disagreements.add(kind + ", " + change + ": we say " + us + ", everit " + they);
    }
  }

  private boolean isValid(String kind, JsonNode payload) throws Exception {
    Conformance schema = ours.get(kind);
    if (schema == null) {
      schema = Conformance.compile(JsonValidation.DEFAULT, schema(kind), Map.of());
      ours.put(kind, schema);
    }
    byte[] bytes = payload.toString().getBytes(StandardCharsets.UTF_8);
    return schema.check(TestJson.decode(bytes)) == null;
  }

  private boolean isValidForEverit(String kind, JsonNode payload) {
    Schema schema = theirs.computeIfAbsent(kind, this::everit);
    try {
      schema.validate(new JSONObject(payload.toString()));
      return true;
    } catch (ValidationException e) {
      return false;
    }
  }

  private Schema everit(String kind) {
    SchemaLoader.SchemaLoaderBuilder loader =
        SchemaLoader.builder()
            .schemaJson(new JSONObject(schema(kind).toString()))
            .draftV7Support()
            .enableOverrideOfBuiltInFormatValidators();
    for (String format : List.of("date-time", "uri", "uri-template", "email", "date", "uuid")) {
      loader.addFormatValidator(new AnyText(format));
    }
    return loader.build().load().build();
  }

  private JsonNode schema(String kind) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.set("definitions", definitions);
    schema.putArray("allOf").addObject().put("$ref", "#/definitions/" + definition(kind));
    return schema;
  }

  private String definition(String kind) {
    return definitions.has(kind + "_event") ? kind + "_event" : kind + "$event";
  }

  private record AnyText(String formatName) implements FormatValidator {
    @Override
    public Optional<String> validate(String subject) {
      return Optional.empty();
    }
  }

  private List<Delivery> deliveries() throws IOException {
    Path file = Path.of("../cli/src/main/resources/io/sluice/demo/github-webhooks.jsonl.gz");
    List<Delivery> deliveries = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode one = JSON.readTree(line);
        String kind = one.path("kind").asText();
        if (definitions.has(definition(kind))) {
          deliveries.add(new Delivery(kind, one.path("payload")));
        }
      }
    }
    return deliveries;
  }

  /** Changes one place, and says what. */
  private static String change(JsonNode root, Random random) {
    JsonNode at = root;
    String path = "";
    while (true) {
      List<String> names = new ArrayList<>();
      at.fieldNames().forEachRemaining(names::add);
      boolean isList = at.isArray() && !at.isEmpty();
      if (names.isEmpty() && !isList) {
        ((ObjectNode) root).remove("action");
        return "without action";
      }
      String name =
          isList ? "" + random.nextInt(at.size()) : names.get(random.nextInt(names.size()));
      JsonNode value = isList ? at.get(Integer.parseInt(name)) : at.get(name);
      path += "/" + name;
      if (value.isContainerNode() && !value.isEmpty() && random.nextInt(4) > 0) {
        at = value;
        continue;
      }
      JsonNode other = other(value, random);
      if (at instanceof ArrayNode list) {
        list.set(Integer.parseInt(name), other);
      } else if (random.nextInt(3) == 0) {
        ((ObjectNode) at).remove(name);
        return "without " + path;
      } else {
        ((ObjectNode) at).set(name, other);
      }
      return path + " = " + other;
    }
  }

  private static JsonNode other(JsonNode value, Random random) {
    List<JsonNode> all =
        List.of(
            JSON.getNodeFactory().nullNode(),
            JSON.getNodeFactory().numberNode(5),
            JSON.getNodeFactory().numberNode(-1.5),
            JSON.getNodeFactory().textNode("other"),
            JSON.getNodeFactory().textNode(""),
            JSON.getNodeFactory().booleanNode(true),
            JSON.createObjectNode(),
            JSON.createArrayNode());
    JsonNode chosen = all.get(random.nextInt(all.size()));
    return chosen.equals(value) ? JSON.getNodeFactory().textNode("another") : chosen;
  }
}
