package io.sluice.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a YAML 1.2 file (core schema) into nodes that know their position. */
public final class YamlFile {

  private static final int LARGEST = 4 << 20;

  private YamlFile() {}

  /** The root of the file's only document, or null with problems added where it has none. */
  public static @Nullable YamlNode read(String file, String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new CoreSchema())
            .setCodePointLimit(LARGEST)
            .setMaxAliasesForCollections(50)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(new Problem(file, 1, 1, "the file is empty"));
        return null;
      }
      return new YamlNode(file, "", root.get(), problems);
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      problems.add(
          new Problem(
              file,
              mark == null ? 1 : mark.getLine() + 1,
              mark == null ? 1 : mark.getColumn() + 1,
              "not valid YAML: " + e.getProblem()));
      return null;
    } catch (YamlEngineException e) {
      problems.add(new Problem(file, 1, 1, "not valid YAML: " + e.getMessage()));
      return null;
    } catch (StackOverflowError e) {
      problems.add(new Problem(file, 1, 1, "not usable YAML: nested far too deep"));
      return null;
    }
  }
}
