package io.sluice.cli.docs;

import io.sluice.cli.docs.ManualPage.Heading;
import io.sluice.cli.docs.ManualPage.Row;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All pages that come with the command, in reading order. */
final class Manual {

  /** Folders of docs/ that are packaged, and docs/ itself; pom.xml lists the same. */
  private static final List<String> FOLDERS =
      List.of("get-started", "guides", "concepts", "reference", "runbooks", ManualPage.TOP);

  /** If more sections than this have a word in their headings, the word is too common. */
  private static final int MOST_SECTIONS = 3;

  private static final Pattern WORD = Pattern.compile("[\\w.-]+");
  private static final String ROOT = "io/sluice/cli/docs";

  private final List<ManualPage> pages;

  Manual(List<ManualPage> pages) {
    this.pages = pages;
  }

  /**
   * A part of a page.
   *
   * @param page its path
   * @param lines Markdown
   */
  record Passage(String page, List<String> lines) {}

  /**
   * A line in which a text was found.
   *
   * @param section the heading above it
   */
  record Hit(String page, String section, String line) {}

  static Manual read() throws IOException {
    URL folder = Manual.class.getResource("/" + ROOT + "/reference/checks.md");
    if (folder == null) {
      throw new IllegalStateException("this build of Sluice has no documentation");
    }
    try {
      if (folder.openConnection() instanceof JarURLConnection jar) {
        Path file = Path.of(jar.getJarFileURL().toURI());
        try (FileSystem files = FileSystems.newFileSystem(file)) {
          return read(files.getPath(ROOT));
        }
      }
      return read(Path.of(folder.toURI()).resolve("../..").normalize());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class is loaded from " + folder, e);
    }
  }

  private static Manual read(Path root) throws IOException {
    List<ManualPage> pages = new ArrayList<>();
    for (String folder : FOLDERS) {
      Path of = root.resolve(folder);
      if (!Files.isDirectory(of)) {
        continue;
      }
      try (Stream<Path> files = Files.list(of)) {
        for (Path file : files.sorted().toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.endsWith(".md")) {
            pages.add(
                ManualPage.of(
                    folder, name.substring(0, name.length() - 3), Files.readString(file)));
          }
        }
      }
    }
    return new Manual(pages);
  }

  List<ManualPage> pages() {
    return pages;
  }

  /**
   * The content for a topic: the page with that name; otherwise, the sections with the name in
   * their headings and the table rows that explain it; otherwise, the rows for longer names that
   * end with it; otherwise, the few sections with the word in their headings.
   */
  List<Passage> find(String topic) {
    String key = ManualPage.key(topic.replaceFirst("\\.md$", ""));
    List<Passage> found = new ArrayList<>();
    for (ManualPage page : pages) {
      if (key.equals(ManualPage.key(page.name())) || key.equals(ManualPage.key(page.path()))) {
        found.add(new Passage(page.path(), page.lines()));
      }
    }
    if (found.isEmpty()) {
      sections(heading -> ManualPage.names(heading).contains(key), found);
      rows(key, false, found);
    }
    if (found.isEmpty()) {
      rows(key, true, found);
    }
    if (found.isEmpty()) {
      sections(heading -> ManualPage.words(heading).contains(key), found);
      if (found.size() > MOST_SECTIONS) {
        found.clear();
      }
    }
    return found;
  }

  private void sections(Predicate<Heading> isWanted, List<Passage> found) {
    for (ManualPage page : pages) {
      for (Heading heading : page.headings()) {
        if (isWanted.test(heading)) {
          found.add(new Passage(page.path(), page.section(heading)));
        }
      }
    }
  }

  private void rows(String key, boolean isEnd, List<Passage> found) {
    Set<String> known = found.stream().map(Passage::page).collect(Collectors.toSet());
    for (ManualPage page : pages) {
      if (known.contains(page.path()) || page.folder().equals(ManualPage.TOP)) {
        continue;
      }
      for (Row row : page.rows()) {
        if (row.names().stream()
            .anyMatch(name -> isEnd ? name.endsWith("_" + key) : name.equals(key))) {
          found.add(new Passage(page.path(), row.lines()));
        }
      }
    }
  }

  /** Names to suggest: those of pages, sections, and table rows that are one word. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (ManualPage page : pages) {
      names.add(page.name());
      Stream.concat(
              page.headings().stream().flatMap(heading -> ManualPage.names(heading).stream()),
              page.rows().stream().flatMap(row -> row.names().stream()))
          .filter(name -> WORD.matcher(name).matches())
          .forEach(names::add);
    }
    return names;
  }

  /** The lines that contain a text, ignoring case. */
  List<Hit> search(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<Hit> hits = new ArrayList<>();
    for (ManualPage page : pages) {
      String section = page.title();
      List<Heading> headings = page.headings();
      for (int i = 0; i < page.lines().size(); i++) {
        int at = i;
        section =
            headings.stream()
                .filter(heading -> heading.at() == at)
                .map(heading -> MarkdownLine.plain(heading.text()))
                .findFirst()
                .orElse(section);
        String line = MarkdownLine.plain(page.lines().get(i).replaceFirst("^[#|> -]+", ""));
        if (line.toLowerCase(Locale.ROOT).contains(wanted)) {
          hits.add(new Hit(page.path(), section, line));
        }
      }
    }
    return hits;
  }
}
