package io.sluice.conform;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.sluice.jsonschema.SchemaFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Arranges the engine's flat list of messages by the structure of the schema: the messages of the
 * branches are below their {@code oneOf} or {@code anyOf}.
 */
final class BranchTree {

  private static final Set<String> CHOICES = Set.of("oneOf", "anyOf");

  /** Keywords that only summarize other listed keywords. */
  private static final Set<String> SUMMARIES = Set.of("allOf", "$ref", "$dynamicRef");

  /** The engine's name for a {@code oneOf} with more than one matching branch. */
  private static final String SEVERAL_FIT = "oneOf.indexes";

  /** Keywords that lead one level down in the document and take a name or an index. */
  private static final Set<String> NAMED = Set.of("properties", "patternProperties", "prefixItems");

  private static final Set<String> INTO =
      Set.of(
          "items",
          "additionalProperties",
          "additionalItems",
          "contains",
          "unevaluatedItems",
          "unevaluatedProperties",
          "propertyNames");

  private static final Set<String> BESIDE =
      Set.of("allOf", "anyOf", "oneOf", "dependentSchemas", "dependencies");

  private record Choice(JsonNodePath keyword, List<Object> instance) {}

  private final Map<Choice, String> summaries = new LinkedHashMap<>();

  private BranchTree() {}

  static List<SchemaFailure> of(Collection<ValidationMessage> messages) {
    BranchTree tree = new BranchTree();
    for (ValidationMessage message : messages) {
      if (CHOICES.contains(message.getType())) {
        Choice choice =
            new Choice(message.getEvaluationPath(), elements(message.getInstanceLocation()));
        tree.summaries.put(choice, String.valueOf(message.getMessageKey()));
      }
    }
    return tree.failures(messages, 0);
  }

  /**
   * @param from the number of schema path steps that are already processed
   */
  private List<SchemaFailure> failures(Collection<ValidationMessage> messages, int from) {
    List<SchemaFailure> failures = new ArrayList<>();
    List<SchemaFailure> sums = new ArrayList<>();
    Map<Choice, List<ValidationMessage>> choices = new LinkedHashMap<>();
    for (ValidationMessage message : messages) {
      int at = choice(message.getEvaluationPath(), from);
      if (at >= 0) {
        choices.computeIfAbsent(choice(message, at), c -> new ArrayList<>()).add(message);
      } else if (SUMMARIES.contains(message.getType())) {
        sums.add(leaf(message));
      } else if (!CHOICES.contains(message.getType())) {
        failures.add(leaf(message));
      } else {
        choices.computeIfAbsent(
            new Choice(message.getEvaluationPath(), elements(message.getInstanceLocation())),
            c -> new ArrayList<>());
      }
    }
    choices.forEach((choice, inside) -> failures.addAll(failures(choice, inside)));
    return failures.isEmpty() ? sums : failures;
  }

  private List<SchemaFailure> failures(Choice choice, List<ValidationMessage> inside) {
    int depth = choice.keyword().getNameCount();
    String keyword = choice.keyword().getName(depth - 1);
    if (inside.isEmpty() || SEVERAL_FIT.equals(summaries.get(choice))) {
      return List.of(
          SchemaFailure.of(keyword, choice.instance(), choice.keyword().toString(), null));
    }
    Map<Integer, List<ValidationMessage>> byBranch = new TreeMap<>();
    for (ValidationMessage message : inside) {
      int branch = (Integer) message.getEvaluationPath().getElement(depth);
      byBranch.computeIfAbsent(branch, b -> new ArrayList<>()).add(message);
    }
    List<List<SchemaFailure>> branches = new ArrayList<>();
    byBranch.values().forEach(messages -> branches.add(failures(messages, depth + 1)));
    return SchemaFailure.best(keyword, choice.instance(), branches);
  }

  /** The index of the next choice on the path, or -1. */
  private static int choice(JsonNodePath way, int from) {
    for (int i = from; i + 1 < way.getNameCount(); i++) {
      if (CHOICES.contains(way.getName(i)) && way.getElement(i + 1) instanceof Integer) {
        return i;
      }
    }
    return -1;
  }

  private static Choice choice(ValidationMessage message, int at) {
    JsonNodePath keyword = message.getEvaluationPath();
    for (int i = keyword.getNameCount(); i > at + 1; i--) {
      keyword = keyword.getParent();
    }
    List<Object> instance = elements(message.getInstanceLocation());
    int depth = Math.min(instance.size(), depth(keyword));
    return new Choice(keyword, instance.subList(0, depth));
  }

  /** The depth in the document to which a schema path leads. */
  private static int depth(JsonNodePath way) {
    int depth = 0;
    for (int i = 0; i < way.getNameCount(); i++) {
      String keyword = way.getName(i);
      if (NAMED.contains(keyword)) {
        depth++;
        i++;
      } else if (INTO.contains(keyword)) {
        depth++;
        boolean isIndexed = i + 1 < way.getNameCount() && way.getElement(i + 1) instanceof Integer;
        i += isIndexed ? 1 : 0;
      } else if (BESIDE.contains(keyword)) {
        i++;
      }
    }
    return depth;
  }

  private static SchemaFailure leaf(ValidationMessage message) {
    List<Object> instance = new ArrayList<>(elements(message.getInstanceLocation()));
    String property = message.getProperty();
    if (property != null) {
      instance.add(property);
    }
    return SchemaFailure.of(
        message.getType(),
        instance,
        message.getEvaluationPath().toString(),
        message.getSchemaNode());
  }

  private static List<Object> elements(JsonNodePath location) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < location.getNameCount(); i++) {
      elements.add(location.getElement(i));
    }
    return elements;
  }
}
