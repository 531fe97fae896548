package io.sluice.kafka;

import java.util.Set;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What a broker will not do however often it is asked. Everything else may change: an unknown error
 * while a controller moves, or too few brokers for the replicas.
 */
final class Refusals {

  private static final Set<Class<? extends ApiException>> KINDS =
      Set.of(
          InvalidConfigurationException.class,
          InvalidPartitionsException.class,
          InvalidRequestException.class,
          InvalidTopicException.class,
          PolicyViolationException.class,
          TopicExistsException.class,
          UnsupportedVersionException.class);

  private Refusals() {}

  static boolean include(Throwable cause) {
    return KINDS.contains(cause.getClass());
  }
}
