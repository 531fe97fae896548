package io.sluice.cli.input;

import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import io.sluice.fixture.RecordWriter;
import io.sluice.fixture.Subject;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.SchemaLanguages;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.wire.Framing;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * An Avro object container file. Its records are read with the contract's schema if the contract
 * specifies one, and with the file's own schema otherwise.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">Object
 *     container files</a>
 */
final class AvroFileInput implements RecordInput {

  private final DataFileReader<Object> blocks;
  private final long size;
  private final boolean framed;
  private final String topic;
  private final List<RawHeader> headers;
  private final SchemaText schema;
  private final GenericDatumWriter<Object> datums;
  private long count;

  /**
   * Opens the file.
   *
   * @throws SetUpException if this is not an Avro file, or the contract's records are not Avro
   */
  AvroFileInput(File file, Contract contract, Subject subject, List<RawHeader> headers) {
    SchemaLanguage language = SchemaLanguages.of(contract.value());
    if (!contract.value().isFramed() && !language.format().equals(SchemaFormat.AVRO)) {
      throw new SetUpException(
          file
              + " is an Avro file, but the contract's records are "
              + language.name().toUpperCase(Locale.ROOT));
    }
    String own = contract.value().schemaText();
    try {
      Schema wanted = own == null ? null : lenient(own);
      this.blocks = new DataFileReader<>(file, new GenericDatumReader<>(null, wanted));
      Schema written = wanted == null ? blocks.getSchema() : wanted;
      this.schema = new SchemaText(SchemaFormat.AVRO, written.toString(), Map.of());
      this.datums = new GenericDatumWriter<>(written);
    } catch (IOException | AvroRuntimeException e) {
      throw new SetUpException("cannot read " + file + " as an Avro file: " + e.getMessage());
    }
    this.headers = headers;
    this.size = file.length();
    this.framed = subject.isFramed();
    this.topic = new RecordWriter(contract, subject).topic();
  }

  /** The parsed schema. Its defaults count, because the file may use another schema. */
  private static Schema lenient(String schema) {
    return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(schema);
  }

  @Override
  public @Nullable Item next() throws IOException {
    count++;
    String name = "record " + count;
    try {
      if (!blocks.hasNext()) {
        return null;
      }
      byte[] payload = encode(blocks.next());
      byte[] value = framed ? Framing.write(1, payload) : payload;
      long now = System.currentTimeMillis();
      return new Item(name, new InMemoryRecord(topic, 0, count, now, null, value, headers), null);
    } catch (AvroRuntimeException e) {
      throw new SetUpException("cannot read " + name + " in the Avro file: " + e.getMessage());
    }
  }

  private byte[] encode(Object datum) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    datums.write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  @Override
  public SchemaSource schemas() {
    return (ref, readAt) -> new Lookup.Found(schema);
  }

  @Override
  public double done() {
    try {
      return (double) blocks.tell() / size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
