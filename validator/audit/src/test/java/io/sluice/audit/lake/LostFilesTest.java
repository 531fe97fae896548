package io.sluice.audit.lake;

import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.audit.report.Findings;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file that cannot be read says of itself. */
class LostFilesTest {

  private static final Schema COLUMNS = new Schema(required(1, "id", Types.LongType.get()));

  private final Findings findings = new Findings();
  private Table table;
  private LostFiles files;
  private String location;

  @BeforeEach
  void open(@TempDir Path warehouse) throws IOException {
    table = new HadoopTables(new Configuration()).create(COLUMNS, warehouse + "/orders");
    files = new LostFiles("shop.orders", table, null, findings);
    location = table.location() + "/manifest.avro";
    OutputFile file = table.io().newOutputFile(location);
    try (PositionOutputStream out = file.create()) {
      out.write(new byte[] {1, 2, 3});
    }
  }

  @Test
  void aFileThatIsThereAndCannotBeReadIsDamaged() {
    assertThat(files.report(location, null, new UncheckedIOException(new IOException("no Avro"))))
        .isTrue();
    assertThat(findings.added()).isEqualTo(1);
  }

  @Test
  void aFileThatIsNotThereIsLost() {
    assertThat(files.report(location + "2", null, null)).isTrue();
    assertThat(findings.added()).isEqualTo(1);
  }

  @Test
  void storageThatDoesNotAnswerSaysNothingAboutAFile() {
    Exception silence = new UncheckedIOException(new SocketTimeoutException("too late"));
    assertThatThrownBy(() -> files.report(location, null, silence))
        .isInstanceOf(OutageException.class);
    assertThat(findings.added()).isZero();
  }

  @Test
  void readingThatWasStoppedSaysNothingAboutAFile() {
    requireInterruption(new UncheckedIOException(new ClosedByInterruptException()));
    requireInterruption(new IllegalStateException("in a pool", new InterruptedException()));
    requireInterruption(InterruptionException.of(new InterruptedException()));
    assertThat(findings.added()).isZero();
  }

  private void requireInterruption(Exception failure) {
    assertThatThrownBy(() -> files.report(location, null, failure))
        .isInstanceOf(InterruptionException.class);
    // and whoever is above notices too
    assertThat(Thread.interrupted()).isTrue();
  }
}
