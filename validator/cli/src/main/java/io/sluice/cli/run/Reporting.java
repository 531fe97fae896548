package io.sluice.cli.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.metrics.prometheus.HostPrometheusReporterFactory;

/**
 * The settings of Flink's Prometheus reporter for {@code sluice run}. docs/reference/metrics.md and
 * docker-compose.yml have the same settings for clusters.
 */
public final class Reporting {

  private static final String PREFIX = "metrics.reporter.prom.";
  private static final String FACTORY = PREFIX + "factory.class";

  private Reporting() {}

  /**
   * Flink's configuration for a Prometheus endpoint in this process.
   *
   * @param host the address to listen on; Flink's own reporter listens on all
   */
  public static Map<String, String> on(String host, int port) {
    Map<String, String> settings = on(port);
    settings.put(FACTORY, HostPrometheusReporterFactory.class.getName());
    settings.put(PREFIX + "host", host);
    return settings;
  }

  /** The same settings for a cluster, with the reporter that comes with Flink. */
  public static Map<String, String> on(int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("metrics.reporters", "prom");
    settings.put(FACTORY, "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    settings.put(PREFIX + "port", Integer.toString(port));
    settings.put(PREFIX + "filterLabelValueCharacters", "false");
    // IDs of machines and attempts would create new series with every restart
    settings.put(
        PREFIX + "scope.variables.excludes",
        "host;job_id;operator_id;operator_name;task_attempt_id;task_attempt_num;task_id;task_name;"
            + "tm_id");
    // without those labels, tasks and operators look the same; the other metrics are rarely used
    settings.put(
        PREFIX + "filter.excludes",
        "taskmanager.job.task:*;taskmanager.job.task.Shuffle*:*;taskmanager.job.task.operator:"
            + "num*,current*,source*,*Committables;*.split.watermark:*;*.KafkaSourceReader*:*;"
            + "*.Status.Shuffle*:*;*.Status.JVM.ClassLoader:*;*.Status.JVM.Memory.Mapped:*;"
            + "*.Status.JVM.Memory.NonHeap:*;*.Status.JVM.GarbageCollector.G1*:*;"
            + "*.Status.Flink.Memory.Managed:*;jobmanager.job:cancellingTime,createdTime,deployingTime,"
            + "failingTime,initializingTime,restartingTime,numRescales");
    return settings;
  }
}
