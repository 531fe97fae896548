package io.sluice.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Prometheus endpoint serves now. */
record Scrape(String text) {

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Scrape of(int port) throws IOException, InterruptedException {
    return new Scrape(
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /** The lines of a metric, one a series. */
  List<String> series(String metric) {
    List<String> series = new ArrayList<>();
    text.lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .forEach(series::add);
    return series;
  }

  /** All series. */
  long size() {
    return text.lines().filter(line -> !line.startsWith("#")).count();
  }

  /** The names of labels that any series of a metric has. */
  Set<String> labels(String metric) {
    Set<String> labels = new HashSet<>();
    for (String line : series(metric)) {
      Matcher matcher = LABEL.matcher(line);
      while (matcher.find()) {
        labels.add(matcher.group(1));
      }
    }
    return labels;
  }

  /** The values of a label of a metric. */
  Set<String> values(String metric, String label) {
    Set<String> values = new HashSet<>();
    for (String line : series(metric)) {
      Matcher matcher = LABEL.matcher(line);
      while (matcher.find()) {
        if (matcher.group(1).equals(label)) {
          values.add(matcher.group(2));
        }
      }
    }
    return values;
  }
}
