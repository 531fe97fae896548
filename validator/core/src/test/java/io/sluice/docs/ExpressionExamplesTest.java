package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.decode.Event;
import io.sluice.decode.TestJson;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.Outcome;
import io.sluice.expression.Shapes;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.Absent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of expressions.md are true of the event there. */
class ExpressionExamplesTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(?<expression>.*?)` \\|", Pattern.MULTILINE);

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "..", "docs", "reference", "expressions.md"));
  }

  /** From one mark to the next. */
  private static String part(String begin, String end) throws IOException {
    String page = page();
    assertThat(page).contains(begin);
    int from = page.indexOf(begin) + begin.length();
    return page.substring(from, page.indexOf(end, from));
  }

  @TestFactory
  Stream<DynamicTest> examplesAreTrue() throws IOException {
    Object message = TestJson.decode(part("```json\n", "```"));
    Event event =
        new Event(
            message,
            null,
            new InMemoryRecord("t", 0, 0, 0, null, new byte[0], List.of()),
            Instant.parse("2026-01-31T12:00:00Z"));
    Matcher rows = ROW.matcher(part("<!-- examples -->", "<!-- end: examples -->"));
    return rows.results()
        .map(row -> row.group(1).replace("\\|", "|"))
        .map(
            expression ->
                DynamicTest.dynamicTest(
                    expression,
                    () ->
                        assertThat(
                                CelCompiler.compile(expression, Shapes.ANY)
                                    .evaluate(event, Absent.VALUE))
                            .isEqualTo(Outcome.PASS)));
  }

  @Test
  void eachFunctionHasAnExample() throws IOException {
    String examples = part("<!-- examples -->", "<!-- end: examples -->");
    assertThat(CelCompiler.functions())
        .allSatisfy(name -> assertThat(examples).containsPattern("\\b" + name + "\\("));
  }
}
