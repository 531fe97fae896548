package io.sluice.bench.engines;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.sluice.conform.Conformance;
import io.sluice.contract.JsonEngine;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.JsonDecoder;
import io.sluice.decode.Malformed;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.everit.json.schema.Schema;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of one document from its bytes to a verdict, per JSON Schema: Sluice with each
 * engine, and the plain libraries with their own parsers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SchemaEngines {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Pairs of a folder in schemas/ and a kind of document. */
  @Param({"github.push push", "github.issues issues", "usgs.earthquakes-value quake"})
  @SuppressWarnings("NullAway.Init") // JMH fills it in
  private String schema;

  private byte[] document = {};
  private String text = "";

  @SuppressWarnings("NullAway.Init") // by setup
  private Conformance own;

  @SuppressWarnings("NullAway.Init") // by setup
  private Conformance networknt;

  @SuppressWarnings("NullAway.Init") // by setup
  private Conformance everit;

  @SuppressWarnings("NullAway.Init") // by setup
  private JsonSchema plainNetworknt;

  @SuppressWarnings("NullAway.Init") // by setup
  private Schema plainEverit;

  private final JsonDecoder decoder = new JsonDecoder(Limits.DEFAULT);

  @Setup
  public void compile() throws Exception {
    String[] names = schema.split(" ");
    Path root = Path.of(System.getProperty("sluice.root", "."));
    String schemaText = Files.readString(root.resolve("schemas/" + names[0] + "/v1.json"));
    JsonNode parsed = JSON.readTree(schemaText);
    own = Conformance.compile(JsonValidation.DEFAULT, parsed, Map.of());
    networknt =
        Conformance.compile(new JsonValidation(JsonEngine.NETWORKNT, false), parsed, Map.of());
    everit = Conformance.compile(new JsonValidation(JsonEngine.EVERIT, false), parsed, Map.of());
    plainNetworknt = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schemaText);
    plainNetworknt.initializeValidators();
    plainEverit =
        SchemaLoader.builder()
            .draftV7Support()
            .schemaJson(new JSONObject(schemaText))
            .build()
            .load()
            .build();
    document =
        Documents.of(
            names[1],
            one -> {
              Object decoded = decoded(one);
              return networknt.check(decoded) == null && everit.check(decoded) == null;
            });
    text = new String(document, StandardCharsets.UTF_8);
    if (sluice() != null || sluiceNetworknt() != null || sluiceEverit() != null || !networknt()) {
      throw new IllegalStateException("the document breaks " + schema);
    }
  }

  private @Nullable Object decoded(byte[] json) {
    try {
      return decoder.decode(json, 0);
    } catch (Malformed e) {
      throw new IllegalStateException("the document is not JSON", e);
    }
  }

  @Benchmark
  public @Nullable Object sluiceDecodes() {
    return decoded(document);
  }

  @Benchmark
  public @Nullable Faults sluice() {
    return own.check(decoded(document));
  }

  @Benchmark
  public @Nullable Faults sluiceNetworknt() {
    return networknt.check(decoded(document));
  }

  @Benchmark
  public @Nullable Faults sluiceEverit() {
    return everit.check(decoded(document));
  }

  @Benchmark
  public boolean networknt() {
    return plainNetworknt.validate(text, InputFormat.JSON, OutputFormat.BOOLEAN);
  }

  @Benchmark
  public JSONObject everit() {
    JSONObject json = new JSONObject(text);
    plainEverit.validate(json);
    return json;
  }
}
