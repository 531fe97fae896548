package io.sluice.yaml;

import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a YAML 1.2 file (core schema) into nodes with positions. */
public final class YamlFile {

  private static final int LARGEST = 4 << 20;
  private static final int DEEPEST = 100;

  /** The maximum number of nodes, with all aliases written out. */
  private static final int MOST_NODES = 500_000;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private YamlFile() {}

  /** The core schema of YAML 1.2, without the merge keys that the library adds. */
  private static final class PlainCoreSchema extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new CoreScalarResolver(false);
    }
  }

  /** Why a document is not a tree that can be traversed, or null. */
  private static @Nullable String knot(Node node, Set<Node> open, int[] left) {
    if (--left[0] < 0) {
      return "its aliases expand to more than "
          + MOST_NODES
          + " values; write the values out"
          + " instead";
    }
    if (node instanceof ScalarNode) {
      return null;
    }
    if (!open.add(node)) {
      return "an alias refers to a node that contains it; write the value out instead";
    }
    if (open.size() > DEEPEST) {
      return "nested deeper than " + DEEPEST + " levels";
    }
    List<Node> inside = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      inside.addAll(sequence.getValue());
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        inside.add(tuple.getKeyNode());
        inside.add(tuple.getValueNode());
      }
    }
    for (Node part : inside) {
      String knot = knot(part, open, left);
      if (knot != null) {
        return knot;
      }
    }
    open.remove(node);
    return null;
  }

  /** The tags of the core schema, and the tag that the library assigns to ${NAME}. */
  private static final Set<Tag> TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.ENV_TAG);

  private static void refuseTags(String file, Node node, Set<Node> seen, Problems problems) {
    if (!seen.add(node)) {
      return;
    }
    if (!TAGS.contains(node.getTag())) {
      Mark mark = node.getStartMark().orElse(null);
      problems.add(
          new Problem(
              file,
              mark == null ? 1 : mark.getLine() + 1,
              mark == null ? 1 : mark.getColumn() + 1,
              "the tag '"
                  + node.getTag().getValue()
                  + "' is not supported; write the value itself (in sluice.yaml, use ${env:NAME} or"
                  + " ${file:PATH} for secrets)"));
    }
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(part -> refuseTags(file, part, seen, problems));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        refuseTags(file, tuple.getKeyNode(), seen, problems);
        refuseTags(file, tuple.getValueNode(), seen, problems);
      }
    }
  }

  /** The root of the single document of the file. Returns null, with problems, if there is none. */
  public static @Nullable YamlNode read(String file, String text, Problems problems) {
    if (text.startsWith(BYTE_ORDER_MARK)) {
      problems.add(
          new Problem(
              file,
              1,
              1,
              "the file starts with a byte order mark (U+FEFF); save it as UTF-8 without one"));
      return null;
    }
    if (text.length() > LARGEST) {
      problems.add(
          new Problem(file, 1, 1, "the file has more than " + LARGEST + " characters; split it"));
      return null;
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new PlainCoreSchema())
            .setCodePointLimit(LARGEST)
            .setMaxAliasesForCollections(10_000)
            .setAllowNonScalarKeys(true)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(new Problem(file, 1, 1, "the file is empty"));
        return null;
      }
      String knot =
          knot(
              root.get(),
              Collections.newSetFromMap(new IdentityHashMap<>()),
              new int[] {MOST_NODES});
      if (knot != null) {
        problems.add(new Problem(file, 1, 1, knot));
        return null;
      }
      refuseTags(file, root.get(), Collections.newSetFromMap(new IdentityHashMap<>()), problems);
      return new YamlNode(file, "", root.get(), problems);
    } catch (YamlEngineException e) {
      problems.add(YamlMistake.of(file, text, e));
      return null;
    } catch (StackOverflowError e) {
      problems.add(new Problem(file, 1, 1, "not valid YAML: nested too deeply"));
      return null;
    }
  }
}
