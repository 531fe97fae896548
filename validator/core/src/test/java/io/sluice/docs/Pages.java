package io.sluice.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Markdown pages that people read. */
public final class Pages {

  private static final Path ROOT = Path.of("..", "..");
  private static final List<String> FOLDERS =
      List.of(
          "docs",
          "corpus",
          "corpus-lint",
          "corpus-columns",
          "rules",
          "schemas",
          "dashboards",
          "deploy",
          "validator/core/src/test/resources/mistakes",
          "validator/cli/src/test/resources/messages");

  private Pages() {}

  public static List<Path> all() throws IOException {
    try (Stream<Path> top = Files.list(ROOT)) {
      Stream<Path> pages = top.filter(Pages::isPage);
      for (String folder : FOLDERS) {
        try (Stream<Path> below = Files.walk(ROOT.resolve(folder))) {
          pages = Stream.concat(pages, below.filter(Pages::isPage).toList().stream());
        }
      }
      return pages.sorted().toList();
    }
  }

  private static boolean isPage(Path path) {
    return path.toString().endsWith(".md");
  }
}
