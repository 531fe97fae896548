package io.sluice.kafka;

import java.util.function.Function;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/** What a broker said when it was asked for something. That nobody answered is an exception. */
public sealed interface Answer<T> {

  /** What was asked for. */
  record Given<T>(T value) implements Answer<T> {}

  /** The topic or group does not exist. */
  record Missing<T>(Throwable cause) implements Answer<T> {

    /** In Kafka's words. */
    public String reason() {
      return KafkaAdmin.reason(cause);
    }
  }

  /** A right is missing. */
  record Denied<T>(Throwable cause) implements Answer<T> {

    /** In Kafka's words. */
    public String reason() {
      return KafkaAdmin.reason(cause);
    }

    /** Whether the right on a consumer group is missing, not one on a topic. */
    public boolean isOfGroup() {
      return cause instanceof GroupAuthorizationException;
    }
  }

  /** The broker does not do it, and will not if it is asked again: a policy, or a wrong name. */
  record Refused<T>(Throwable cause) implements Answer<T> {

    /** In Kafka's words. */
    public String reason() {
      return KafkaAdmin.reason(cause);
    }
  }

  /** One result for each kind of answer. */
  default <R> R fold(
      Function<? super T, ? extends R> given,
      Function<? super Missing<T>, ? extends R> missing,
      Function<? super Denied<T>, ? extends R> denied,
      Function<? super Refused<T>, ? extends R> refused) {
    if (this instanceof Given<T> answer) {
      return given.apply(answer.value());
    }
    if (this instanceof Missing<T> answer) {
      return missing.apply(answer);
    }
    if (this instanceof Denied<T> answer) {
      return denied.apply(answer);
    }
    return refused.apply((Refused<T>) this);
  }
}
