package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's Prometheus reporter on one address. Flink's own factory always listens on all addresses.
 * This class is in Flink's package because the reporter's metrics are visible only there.
 *
 * <p>Settings: {@code host} and {@code port}, in addition to the settings of Flink's reporter.
 */
public final class HostPrometheusReporterFactory implements MetricReporterFactory {

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return new Reporter();
  }

  private static final class Reporter extends AbstractPrometheusReporter {

    private HTTPServer server;

    @Override
    public void open(MetricConfig config) {
      super.open(config);
      InetSocketAddress address =
          new InetSocketAddress(config.getString("host", "127.0.0.1"), port(config));
      try {
        server = new HTTPServer(address, registry, true);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "metrics cannot be served at " + address + ": " + e.getMessage(), e);
      }
    }

    private static int port(MetricConfig config) {
      return Integer.parseInt(config.getString("port", "9249"));
    }

    @Override
    public void close() {
      if (server != null) {
        server.stop();
      }
      super.close();
    }
  }
}
