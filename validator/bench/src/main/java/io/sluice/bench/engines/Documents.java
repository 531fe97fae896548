package io.sluice.bench.engines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.Sluice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Documents from the demo's data. */
final class Documents {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** The first earthquake, or the first webhook of a kind, that a schema accepts. */
  static byte[] of(String kind, Predicate<byte[]> taken) throws IOException {
    boolean isQuake = kind.equals("quake");
    String file = isQuake ? "usgs-earthquakes.jsonl" : "github-webhooks.jsonl.gz";
    try (InputStream raw = Sluice.class.getResourceAsStream("/io/sluice/demo/" + file)) {
      if (raw == null) {
        throw new IOException("the build does not contain the demo's data file " + file);
      }
      InputStream in = isQuake ? raw : new GZIPInputStream(raw);
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode one = JSON.readTree(line);
        boolean isWanted = isQuake || one.path("kind").asText().equals(kind);
        byte[] document = JSON.writeValueAsBytes(isQuake ? one : one.path("payload"));
        if (isWanted && taken.test(document)) {
          return document;
        }
      }
    }
    throw new IOException("found no document of kind " + kind);
  }
}
