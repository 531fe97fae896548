package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.fault.Faults;
import io.sluice.pattern.EcmaPattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled JSON Schema of any draft from 4 to 2020-12. Thread-safe.
 *
 * @see <a href="https://json-schema.org/specification">JSON Schema</a>
 */
public final class JsonSchema {

  private final Subschema root;
  private final boolean isTracking;
  private final boolean isDynamic;
  private final int subschemas;

  private JsonSchema(Subschema root, Compiler compiler) {
    this.root = root;
    this.isTracking = compiler.isTracking();
    this.isDynamic = compiler.isDynamic();
    this.subschemas = compiler.size();
  }

  /**
   * Compiles a schema with everything that it refers to. Fetches nothing.
   *
   * @param references the texts of other schemas, by the names that this schema uses to refer to
   *     them
   * @param assertFormats whether {@code format} is enforced
   * @param otherwise the draft if {@code $schema} specifies none
   */
  public static JsonSchema compile(
      JsonNode schema, Map<String, String> references, boolean assertFormats, Draft otherwise)
      throws UnusableJsonSchema {
    SchemaSet set = new SchemaSet(schema, references, otherwise);
    Compiler compiler = new Compiler(set, assertFormats);
    return new JsonSchema(compiler.compile(set.root()), compiler);
  }

  /**
   * Checks a document against the schema.
   *
   * @param document decoded JSON: null, text, boolean, Long, BigInteger, BigDecimal, list, struct
   * @return the faults, or null if it conforms
   */
  public @Nullable Faults check(@Nullable Object document) {
    try {
      Failures failures = evaluation(document).run(root);
      return failures == null ? null : failures.faults();
    } catch (EcmaPattern.TooComplex e) {
      return SchemaFailure.unfinished("pattern", String.valueOf(e.getMessage()));
    } catch (Evaluation.TooComplex e) {
      return SchemaFailure.unfinished(
          "too_complex",
          "checking the event against its schema takes more than "
              + Evaluation.STEPS
              + " steps for each value and subschema; simplify the schema's choices and"
              + " references");
    } catch (Evaluation.Endless | StackOverflowError e) {
      return SchemaFailure.unfinished("$ref", "the schema's references form an infinite loop");
    }
  }

  private Evaluation evaluation(@Nullable Object document) {
    return new Evaluation(isTracking, isDynamic, subschemas, document);
  }

  /**
   * Whether a schema that applies several others to one value leads to itself. Engines without
   * memory can then take time that doubles with each level of a document.
   */
  public boolean mayDouble() {
    return NaiveCost.mayDouble(root);
  }

  /** The number of subschemas with all references written out, up to a bound. */
  public long unfolded(long most) {
    return NaiveCost.unfolded(root, most);
  }

  /**
   * The number of times that an engine without memory applies subschemas to values, up to a bound.
   */
  public long naiveCost(@Nullable Object document, long most) {
    return NaiveCost.of(root, Place.root(document), most);
  }

  /** The number of steps for a document, per value and subschema. */
  double stepsEach(@Nullable Object document) {
    Evaluation evaluation = evaluation(document);
    Failures unused = evaluation.run(root);
    return evaluation.stepsEach();
  }
}
