package io.sluice.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.contract.Contract;
import io.sluice.fixture.RecordWriter;
import io.sluice.fixture.Subject;
import io.sluice.language.UnfitEventException;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.schema.SchemaSource;
import java.io.BufferedReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON events, one per line; empty lines are skipped. */
public final class JsonLinesInput implements RecordInput {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final BufferedReader lines;
  private final long size;
  private final Subject subject;
  private final List<RawHeader> headers;
  private final RecordWriter writer;
  private long line;
  private long read;

  /**
   * Reads events from a stream.
   *
   * @param size in bytes, or 0 if it is not known
   */
  public JsonLinesInput(
      InputStream in, long size, Contract contract, Subject subject, List<RawHeader> headers) {
    // one character per byte, so that invalid UTF-8 reaches the check unchanged
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    this.size = size;
    this.subject = subject;
    this.headers = headers;
    this.writer = new RecordWriter(contract, subject);
  }

  @Override
  public @Nullable Item next() throws IOException {
    String text;
    do {
      text = lines.readLine();
      line++;
      read += text == null ? 0 : text.length() + 1;
    } while (text != null && text.isBlank());
    if (text == null) {
      return null;
    }
    String name = "line " + line;
    try {
      byte[] value = value(text);
      long now = System.currentTimeMillis();
      return new Item(
          name, new InMemoryRecord(writer.topic(), 0, line, now, null, value, headers), null);
    } catch (JsonProcessingException e) {
      return new Item(name, null, "is not JSON: " + e.getOriginalMessage());
    } catch (CharConversionException e) {
      return new Item(name, null, "is not UTF-8");
    } catch (UnfitEventException e) {
      return new Item(name, null, e.getMessage());
    }
  }

  /** The record's value: JSON unchanged, other formats encoded. */
  private byte[] value(String text) throws IOException, UnfitEventException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return writer.isJson() ? writer.frame(bytes, null) : writer.value(JSON.readTree(bytes), null);
  }

  @Override
  public SchemaSource schemas() {
    return subject.schemas();
  }

  @Override
  public double done() {
    return size == 0 ? 0 : (double) read / size;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
