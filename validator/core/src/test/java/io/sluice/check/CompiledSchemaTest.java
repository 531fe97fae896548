package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Contract;
import io.sluice.contract.JsonValidation;
import io.sluice.contract.TestContract;
import io.sluice.fault.Code;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a schema is compiled to, and how often. */
class CompiledSchemaTest {

  private static final SchemaRef REF = new SchemaRef.Id(1);
  private static final Contract CONTRACT = TestContract.with("rules: []\n");
  private static final int MOST = 4 << 20;

  private static CompiledSchema compile(SchemaFormat format, String text) throws UnusableSchema {
    return compile(new SchemaText(format, text, Map.of()));
  }

  private static CompiledSchema compile(SchemaText schema) throws UnusableSchema {
    return CompiledSchema.compile(schema, JsonValidation.DEFAULT, Limits.DEFAULT);
  }

  private static CompiledSchema avro() throws UnusableSchema {
    return compile(
        SchemaFormat.AVRO,
        """
        {"type": "record", "name": "Order", "namespace": "com.acme",
         "fields": [{"name": "id", "type": "long"}]}
        """);
  }

  @Test
  void anAvroSchemaIsClosedAndHasAFullName() throws Exception {
    CompiledSchema schema = avro();
    assertThat(schema.recordName()).isEqualTo("com.acme.Order");
    assertThat(schema.isOpen()).isFalse();
    assertThat(schema.isSlow()).isFalse();
    assertThat(schema.type()).isInstanceOf(RecordType.class);
    assertThat(schema.shape().type()).isSameAs(schema.type());
    assertThat(schema.keyType()).isEqualTo(schema.type());
  }

  @Test
  void aJsonSchemaIsOpenUnlessItSaysOtherwise() throws Exception {
    String text = "{\"title\": \"Order\", \"type\": \"object\", \"properties\": {\"id\": true}%s}";
    CompiledSchema open = compile(SchemaFormat.JSON, text.formatted(""));
    assertThat(open.recordName()).isEqualTo("Order");
    assertThat(open.isOpen()).isTrue();
    CompiledSchema closed =
        compile(SchemaFormat.JSON, text.formatted(", \"additionalProperties\": false"));
    assertThat(closed.isOpen()).isFalse();
  }

  @Test
  void aSchemaThatIsTooLongIsNotCompiled() throws Exception {
    String longest = " ".repeat(MOST - 4) + "true";
    assertThat(compile(SchemaFormat.JSON, longest).type()).isEqualTo(Scalar.JSON);
    assertThatThrownBy(() -> compile(SchemaFormat.JSON, longest + " "))
        .isInstanceOf(UnusableSchema.class)
        .hasMessage("the schema has 4194305 characters; the limit is 4194304");
    assertThatThrownBy(
            () -> compile(new SchemaText(SchemaFormat.JSON, longest, Map.of("other", "true"))))
        .isInstanceOf(UnusableSchema.class)
        .hasMessage("the schema has 4194308 characters; the limit is 4194304");
  }

  @Test
  void aSchemaOfAnotherLanguageIsNotCompiled() {
    assertThatThrownBy(() -> compile(new SchemaFormat("PROTOBUF"), "syntax = \"proto3\";"))
        .isInstanceOf(UnusableSchema.class)
        .hasMessageMatching("Sluice reads only .+ schemas");
  }

  @Test
  void aValueThatAnotherSchemaHasReadIsTaken() throws Exception {
    CompiledSchema schema = avro();
    assertThat(schema.take(REF, 7L)).isEqualTo(new Opened.Decoded(7L, REF, schema));
  }

  @Test
  void aContractIsCompiledOnceForEachTypeOfKeys() throws Exception {
    CompiledSchema schema = avro();
    Contract other =
        TestContract.parse(
            """
            apiVersion: sluice/v1alpha1
            kind: Contract
            name: b
            owner: me
            source: { topics: [a] }
            table: { name: shop.b }
            """);
    ContractPlan plan = schema.plan(CONTRACT, null, Tables.ANY);
    assertThat(plan.contract()).isEqualTo(CONTRACT);
    assertThat(schema.plan(CONTRACT, null, Tables.ANY)).isSameAs(plan);
    ContractPlan ofOther = schema.plan(other, null, Tables.ANY);
    assertThat(ofOther.contract()).isEqualTo(other);
    ContractPlan ofLongs = schema.plan(other, Scalar.LONG, Tables.ANY);
    assertThat(ofLongs).isNotSameAs(ofOther);
    assertThat(schema.plan(CONTRACT, null, Tables.ANY)).isSameAs(plan);
    assertThat(schema.plan(other, null, Tables.ANY)).isSameAs(ofOther);
    assertThat(schema.plan(other, Scalar.LONG, Tables.ANY)).isSameAs(ofLongs);
  }

  @Test
  void whatCannotBeReadOrHadSaysSoOfBytesAndOfValues() {
    Compilation unusable = new Compilation.Unusable(Code.UNSUPPORTED_SCHEMA, "it is wrong");
    for (Opened opened : List.of(unusable.open(REF, new byte[0], 0), unusable.take(REF, 7L))) {
      assertThat(opened)
          .isInstanceOfSatisfying(
              Opened.Refused.class,
              refused -> {
                assertThat(refused.schema()).isEqualTo(REF);
                assertThat(refused.faults().first().code()).isEqualTo("unsupported_schema");
                assertThat(refused.faults().first().message()).isEqualTo("it is wrong");
              });
    }
    Compilation awaited = new Compilation.Awaited(REF, "it is away");
    Opened waiting = new Opened.Waiting(REF, "it is away");
    assertThat(awaited.open(null, new byte[0], 0)).isEqualTo(waiting);
    assertThat(awaited.take(null, 7L)).isEqualTo(waiting);
  }

  @Test
  void aCaseGoesToTheFunctionForIt() {
    Opened decoded = new Opened.Decoded(7L, REF, CompiledSchema.schemaless(Limits.DEFAULT));
    Opened refused = new Compilation.Unusable(Code.BAD_JSON, "no").take(REF, null);
    Opened waiting = new Opened.Waiting(REF, "away");
    assertThat(List.of(decoded, refused, waiting))
        .extracting(one -> one.<String>fold(d -> "" + d.value(), r -> "refused", w -> w.reason()))
        .containsExactly("7", "refused", "away");
  }

  @Test
  void onlyWhatTheRegistryHasIsAskedForOnce() {
    List<SchemaRef> asked = new ArrayList<>();
    SchemaRef unknown = new SchemaRef.Id(2);
    SchemaRef unusable = new SchemaRef.Id(3);
    SchemaRef wrong = new SchemaRef.Id(4);
    CompiledSchemas schemas =
        new CompiledSchemas(
            (ref, readAt) -> {
              asked.add(ref);
              if (ref.equals(unknown)) {
                return new Lookup.Unknown();
              }
              return ref.equals(unusable)
                  ? new Lookup.Unusable("a reference is missing")
                  : new Lookup.Found(
                      new SchemaText(
                          SchemaFormat.AVRO, ref.equals(wrong) ? "\"none\"" : "\"int\"", Map.of()));
            },
            JsonValidation.DEFAULT,
            Limits.DEFAULT);
    Compilation found = schemas.find(REF, 0);
    assertThat(found).isInstanceOf(CompiledSchema.class);
    Compilation refused = schemas.find(wrong, 0);
    assertThat(schemas.find(REF, 0)).isSameAs(found);
    assertThat(schemas.find(REF, 0)).isSameAs(found);
    assertThat(schemas.find(wrong, 0)).isSameAs(refused);
    assertThat(asked).containsExactly(REF, wrong);
    assertThat(refused)
        .isInstanceOfSatisfying(
            Compilation.Unusable.class,
            it -> assertThat(it.message()).startsWith("schema id:4 cannot be used: "));
    assertThat(schemas.find(unknown, 0))
        .isEqualTo(
            new Compilation.Unusable(
                Code.UNKNOWN_SCHEMA,
                "the registry does not have schema id:2; it was deleted, or the record comes from a"
                    + " different registry"));
    assertThat(schemas.find(unusable, 0))
        .isEqualTo(
            new Compilation.Unusable(
                Code.UNSUPPORTED_SCHEMA, "schema id:3 cannot be used: a reference is missing"));
    assertThat(schemas.find(unknown, 0)).isInstanceOf(Compilation.Unusable.class);
    assertThat(asked).containsExactly(REF, wrong, unknown, unusable, unknown);
  }

  @Test
  void theSchemaOfAContractIsNamedByItsDigestAndCompiledOnce() {
    CompiledSchemas schemas =
        new CompiledSchemas(
            (ref, readAt) -> new Lookup.Unknown(), JsonValidation.DEFAULT, Limits.DEFAULT);
    Contract own =
        TestContract.parse(
            """
            apiVersion: sluice/v1alpha1
            kind: Contract
            name: own
            owner: me
            source: { topics: [a] }
            value: { format: json, schema: own.json }
            table: { name: shop.own }
            """,
            "true");
    CompiledSchemas.OfContract named = schemas.of(own);
    assertThat(named.ref()).isEqualTo(new SchemaRef.Digest("b5bea41b6c623f7c"));
    assertThat(schemas.of(own)).isSameAs(named);
    CompiledSchemas.OfContract none = schemas.of(TestContract.with("value: { format: json }\n"));
    assertThat(none.ref()).isNull();
    assertThat(none.compilation()).isInstanceOf(CompiledSchema.class);
  }

  @Test
  void theVersionOfASchemaIsAskedForOnce() {
    List<SchemaRef> asked = new ArrayList<>();
    Contract contract = TestContract.with("value: { versions: '>=3' }\n");
    SubjectVersions versions =
        new SubjectVersions(
            (ref, readAt) -> {
              asked.add(ref);
              return new Lookup.Found(new SchemaText(SchemaFormat.AVRO, "\"int\"", Map.of(), 2));
            },
            "orders");
    RawRecord raw =
        new InMemoryRecord(
            "orders.replay", 0, 0, 0, null, "1".getBytes(StandardCharsets.UTF_8), List.of());
    for (int i = 0; i < 2; i++) {
      assertThat(versions.refuse(raw, REF, contract))
          .isInstanceOfSatisfying(
              Verdict.Dead.class,
              dead -> {
                assertThat(dead.contract()).isEqualTo(contract);
                assertThat(dead.faults().first().message())
                    .startsWith("schema id:1 is version 2 of subject 'orders-value'; ");
              });
    }
    assertThat(asked).containsExactly(new SchemaRef.OfSubject(REF, "orders-value"));
    assertThat(versions.refuse(raw, REF, CONTRACT)).as("it takes every version").isNull();
    SubjectVersions unusable =
        new SubjectVersions((ref, readAt) -> new Lookup.Unusable("it is wrong"), null);
    assertThat(unusable.refuse(raw, REF, contract))
        .isInstanceOfSatisfying(
            Verdict.Dead.class,
            dead ->
                assertThat(dead.faults().first().message())
                    .contains("not a version of subject 'orders.replay-value'"));
  }
}
