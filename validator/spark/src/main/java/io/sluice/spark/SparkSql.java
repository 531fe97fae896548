package io.sluice.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Runs SQL on the Iceberg tables of a JDBC catalog. Arguments are the catalog's URI and warehouse.
 * Each line of standard input is a statement; the answer is a line of JSON: {@code
 * {"columns":[[name,type],..],"rows":[[value,..],..]}} or {@code {"error":[[class,message],..]}}.
 */
public final class SparkSql {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkSql() {}

  public static void main(String[] args) throws Exception {
    // whatever a library prints goes to standard error
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    try (SparkSession spark = session(args[0], args[1])) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String sql = in.readLine(); sql != null; sql = in.readLine()) {
        out.println(JSON.writeValueAsString(answer(spark, sql)));
      }
    }
  }

  private static SparkSession session(String uri, String warehouse) throws IOException {
    String catalog = "spark.sql.catalog.sluice";
    String scratch = Files.createTempDirectory("spark").toString();
    return SparkSession.builder()
        .master("local[1]")
        .appName("read")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", scratch)
        .config("spark.sql.warehouse.dir", scratch)
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.datetime.java8API.enabled", "true")
        .config("spark.sql.caseSensitive", "true")
        .config("spark.sql.ansi.enabled", "true")
        // count, min and max from the rows, not from the metrics of the files
        .config("spark.sql.iceberg.aggregate-push-down.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .config("spark.sql.defaultCatalog", "sluice")
        .config(catalog, "org.apache.iceberg.spark.SparkCatalog")
        .config(catalog + ".type", "jdbc")
        .config(catalog + ".uri", uri)
        .config(catalog + ".warehouse", warehouse)
        .config(catalog + ".jdbc.schema-version", "V1")
        .config(catalog + ".cache-enabled", "false")
        .getOrCreate();
  }

  private static Map<String, Object> answer(SparkSession spark, String sql) {
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      Dataset<Row> found = spark.sql(sql);
      List<Object> columns = new ArrayList<>();
      for (var field : found.schema().fields()) {
        columns.add(List.of(field.name(), field.dataType().sql()));
      }
      List<Object> rows = new ArrayList<>();
      for (Row row : found.collectAsList()) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
          cells.add(plain(row.get(i)));
        }
        rows.add(cells);
      }
      answer.put("columns", columns);
      answer.put("rows", rows);
    } catch (Exception | LinkageError e) {
      List<Object> causes = new ArrayList<>();
      for (Throwable t = e; t != null; t = t.getCause()) {
        causes.add(List.of(t.getClass().getName(), String.valueOf(t.getMessage())));
      }
      answer.put("error", causes);
    }
    return answer;
  }

  /**
   * Values as JSON without loss: what is no integer, boolean or text is a text, a map a list of
   * pairs.
   */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      return value;
    } else if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    } else if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (value instanceof Row row) {
      Map<String, @Nullable Object> struct = new LinkedHashMap<>();
      for (int i = 0; i < row.length(); i++) {
        struct.put(row.schema().fieldNames()[i], plain(row.get(i)));
      }
      return struct;
    } else if (value instanceof scala.collection.Map<?, ?> map) {
      List<Object> pairs = new ArrayList<>();
      for (Map.Entry<?, ?> entry : CollectionConverters.asJava(map).entrySet()) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(plain(entry.getKey()));
        pair.add(plain(entry.getValue()));
        pairs.add(pair);
      }
      return pairs;
    } else if (value instanceof scala.collection.Iterable<?> elements) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object element : CollectionConverters.asJava(elements)) {
        list.add(plain(element));
      }
      return list;
    }
    // numbers with a fraction, dates and times
    return value.toString();
  }
}
