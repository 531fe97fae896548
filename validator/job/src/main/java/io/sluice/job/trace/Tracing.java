package io.sluice.job.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates OpenTelemetry's SDK from the standard environment variables or system properties. It
 * exports only traces, not metrics or logs.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">
 *     Environment variables</a>
 */
final class Tracing {

  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

  private static final String EXPORTER = "otel.traces.exporter";

  /** Traces are on if one of these is set. */
  private static final List<String> WANTED =
      List.of(EXPORTER, "otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint");

  /** Defaults that the environment can override. */
  private static final Map<String, String> PRESETS =
      Map.of("otel.exporter.otlp.protocol", "http/protobuf");

  private static final Map<String, String> TRACES_ONLY =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("sluice.pipeline");

  private Tracing() {}

  /**
   * Sets up the SDK. Null if traces are off, or if the settings cannot be used, which is logged.
   * The gate does not stop because of traces.
   */
  static @Nullable OpenTelemetrySdk fromEnvironment(String pipeline) {
    if (!isWanted()) {
      return null;
    }
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .setServiceClassLoader(Tracing.class.getClassLoader())
          .disableShutdownHook()
          .addPropertiesSupplier(() -> PRESETS)
          .addPropertiesCustomizer(settings -> TRACES_ONLY)
          .addResourceCustomizer((resource, settings) -> named(resource, pipeline))
          .build()
          .getOpenTelemetrySdk();
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      // any failure here must not stop the flow of records
      LOG.error(
          "no traces are exported, because the OpenTelemetry settings cannot be used: {}. Records"
              + " are still processed. Correct the OTEL_* settings, then restart.",
          reason(e));
      return null;
    }
  }

  private static boolean isWanted() {
    return WANTED.stream().anyMatch(name -> !setting(name).isEmpty())
        && !setting(EXPORTER).equals("none")
        && !Boolean.parseBoolean(setting("otel.sdk.disabled"));
  }

  private static String setting(String name) {
    String property = System.getProperty(name);
    String variable = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
    String value = property != null ? property : variable;
    return value == null ? "" : value.strip();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.toString() : failure.getMessage() + ": " + cause.getMessage();
  }

  /** Adds the pipeline name, and the service name unless one is set. */
  private static Resource named(Resource resource, String pipeline) {
    String service = resource.getAttribute(SERVICE);
    Resource named = resource.merge(Resource.create(Attributes.of(PIPELINE, pipeline)));
    return service == null || service.startsWith("unknown_service")
        ? named.merge(Resource.create(Attributes.of(SERVICE, "sluice")))
        : named;
  }
}
