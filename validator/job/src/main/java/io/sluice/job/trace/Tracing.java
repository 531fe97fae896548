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
 * OpenTelemetry's SDK as the standard environment variables, or the system properties of the same
 * meaning, set it up. Only traces: metrics and logs have ways of their own.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">
 *     Environment variables</a>
 */
final class Tracing {

  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

  private static final String EXPORTER = "otel.traces.exporter";

  /** Any of these says that traces are wanted. */
  private static final List<String> WANTED =
      List.of(EXPORTER, "otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint");

  /** What the environment may say otherwise. */
  private static final Map<String, String> PRESETS =
      Map.of("otel.exporter.otlp.protocol", "http/protobuf");

  private static final Map<String, String> TRACES_ONLY =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("sluice.pipeline");

  private Tracing() {}

  /**
   * Sets the SDK up; null where traces are not wanted, or where the settings cannot be used, which
   * is logged: the gate does not stop because traces cannot be exported.
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
      // whatever it is, records do not wait for it
      LOG.error("no traces, for the settings of OpenTelemetry cannot be used: {}", reason(e));
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

  /** Names the pipeline, and the service where nobody has. */
  private static Resource named(Resource resource, String pipeline) {
    String service = resource.getAttribute(SERVICE);
    Resource named = resource.merge(Resource.create(Attributes.of(PIPELINE, pipeline)));
    return service == null || service.startsWith("unknown_service")
        ? named.merge(Resource.create(Attributes.of(SERVICE, "sluice")))
        : named;
  }
}
