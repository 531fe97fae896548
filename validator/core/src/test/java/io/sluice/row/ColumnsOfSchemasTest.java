package io.sluice.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conform.Conformance;
import io.sluice.contract.Contract;
import io.sluice.contract.JsonValidation;
import io.sluice.contract.TestContract;
import io.sluice.decode.TestJson;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.Draft;
import io.sluice.jsonschema.GeneratedSchemas;
import io.sluice.jsonschema.JsonShape;
import io.sluice.limit.Limits;
import io.sluice.row.AuditColumns.Audit;
import io.sluice.row.TableColumns.Encoding;
import io.sluice.row.TableColumns.Owner;
import io.sluice.type.Field;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What passed a schema is in its row, whole, whatever columns the schema gives. */
class ColumnsOfSchemasTest {

  private static final int SCHEMAS = Integer.getInteger("columns.schemas", 1_500);
  private static final int DOCUMENTS = 10;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final Contract CONTRACT = contract();

  private static Contract contract() {
    Contract contract =
        TestContract.parse(
            """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: a
                owner: me
                source: { topics: [a] }
                table: { name: shop.a }
                """);
    return contract;
  }

  @ParameterizedTest
  @EnumSource(
      value = Draft.class,
      names = {"DRAFT_4", "DRAFT_6", "DRAFT_7", "DRAFT_2019_09", "DRAFT_2020_12"})
  void nothingIsLost(Draft draft) throws Exception {
    GeneratedSchemas generator = new GeneratedSchemas(20261129, draft, true);
    GeneratedUnions unions = new GeneratedUnions(20261129, draft);
    int rows = 0;
    int typed = 0;
    for (int i = 0; i < SCHEMAS; i++) {
      boolean isUnion = i % 4 > 0;
      ObjectNode wild = isUnion ? unions.schema() : generator.schema();
      ObjectNode schema = i % 3 == 0 ? wild : inside(wild, i % 3 == 1);
      Conformance conformance = Conformance.compile(JsonValidation.DEFAULT, schema, Map.of());
      RowMapper mapper =
          RowMapper.compile(
              CONTRACT, JsonShape.of(schema, Map.of()), null, Tables.ANY, Limits.DEFAULT);
      boolean isTyped =
          mapper.layout().owners().values().stream()
              .anyMatch(owner -> owner.encoding() == Encoding.PLAIN);
      for (int j = 0; j < DOCUMENTS; j++) {
        JsonNode document = isUnion ? unions.document(schema, i % 3 > 0) : generator.document();
        JsonNode event = i % 3 == 0 ? document : JSON.createObjectNode().set("v", document);
        Object decoded = TestJson.decode(event.toString());
        if (conformance.check(decoded) == null) {
          rows++;
          typed += isTyped ? 1 : 0;
          assertThat(normal(stored(mapper, decoded, schema)))
              .as("%s in the columns of %s", event, schema)
              .isEqualTo(normal(event));
        }
      }
    }
    System.out.printf("%s: %d rows, %d of them of typed columns%n", draft, rows, typed);
    assertThat(typed).isGreaterThan(SCHEMAS / 3);
  }

  private static ObjectNode inside(ObjectNode schema, boolean isClosed) {
    ObjectNode root = JSON.createObjectNode().put("type", "object");
    root.set("$schema", schema.remove("$schema"));
    root.set("definitions", schema.remove("definitions"));
    root.putObject("properties").set("v", schema);
    return isClosed ? root.put("additionalProperties", false) : root;
  }

  /** The event as its row has it. */
  private static JsonNode stored(RowMapper mapper, @Nullable Object event, JsonNode schema)
      throws Exception {
    Faults faults = new Faults();
    Audit audit = new Audit("a", "id", 0, 1, 0, null, "a", null, "v", List.of(), 0, null);
    Row row = mapper.map(event, null, audit, faults);
    assertThat(faults.kept()).as("%s", schema).isEmpty();
    ObjectNode all = JSON.createObjectNode();
    List<Field> fields = mapper.layout().columns().fields();
    Map<String, Owner> owners = mapper.layout().owners();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).name();
      Object value = Objects.requireNonNull(row).values()[i];
      Owner owner = owners.get(name);
      if (name.equals(RowMapper.EXTRA) && value != null) {
        JsonNode extra = JSON.readTree(value.toString());
        assertThat(extra.isObject()).as("%s of %s", extra, schema).isTrue();
        all.setAll((ObjectNode) extra);
      } else if (owner != null && value != null) {
        JsonNode plain = plain(value, fields.get(i).type(), name, owners);
        if (owner.field().equals(TableColumns.WHOLE)) {
          return plain;
        }
        all.set(owner.field(), plain);
      } else if (owner != null && owner.field().equals(TableColumns.WHOLE)) {
        return JSON.getNodeFactory().nullNode();
      }
    }
    return all;
  }

  private static JsonNode plain(
      @Nullable Object value, Type type, String path, Map<String, Owner> owners) throws Exception {
    Owner owner = Objects.requireNonNull(owners.get(path));
    if (value == null) {
      return JSON.getNodeFactory().nullNode();
    }
    if (owner.encoding() == Encoding.JSON) {
      return JSON.readTree(value.toString());
    }
    if (type instanceof RecordType record) {
      ObjectNode all = JSON.createObjectNode();
      @Nullable Object[] parts = (@Nullable Object[]) value;
      for (int i = 0; i < parts.length; i++) {
        Field field = record.fields().get(i);
        String its = path + "." + field.name();
        String name = Objects.requireNonNull(owners.get(its)).field();
        all.set(
            name.substring(name.lastIndexOf('.') + 1), plain(parts[i], field.type(), its, owners));
      }
      return all;
    }
    if (type instanceof ListType list) {
      var all = JSON.createArrayNode();
      for (Object part : (List<?>) value) {
        all.add(plain(part, list.element(), path + ".element", owners));
      }
      return all;
    }
    if (type instanceof MapType map) {
      ObjectNode all = JSON.createObjectNode();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        all.set(
            (String) entry.getKey(), plain(entry.getValue(), map.value(), path + ".value", owners));
      }
      return all;
    }
    return value instanceof Double number
        ? JSON.getNodeFactory().numberNode(new BigDecimal(number.toString()))
        : JSON.valueToTree(value);
  }

  /** Numbers by value; a member that is null is as good as none. */
  private static Object normal(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros();
    }
    if (node.isArray()) {
      List<Object> all = new ArrayList<>();
      node.forEach(part -> all.add(normal(part)));
      return all;
    }
    if (node.isObject()) {
      Map<String, Object> all = new HashMap<>();
      node.properties().stream()
          .filter(member -> !member.getValue().isNull())
          .forEach(member -> all.put(member.getKey(), normal(member.getValue())));
      return all;
    }
    return node;
  }
}
