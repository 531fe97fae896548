package io.sluice.kafka;

import java.util.function.Function;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/** A broker's answer to a request. If no broker answers, Sluice throws an exception instead. */
public sealed interface Answer<T> {

  /** The requested value. */
  record Given<T>(T value) implements Answer<T> {
    @Override
    public <R> R fold(
        Function<? super T, ? extends R> given,
        Function<? super Missing<T>, ? extends R> missing,
        Function<? super Denied<T>, ? extends R> denied,
        Function<? super Refused<T>, ? extends R> refused) {
      return given.apply(value);
    }
  }

  /** The topic or group does not exist. */
  record Missing<T>(Throwable cause) implements Answer<T> {

    /** The reason, as Kafka states it. */
    public String reason() {
      return KafkaAdmin.reason(cause);
    }

    @Override
    public <R> R fold(
        Function<? super T, ? extends R> given,
        Function<? super Missing<T>, ? extends R> missing,
        Function<? super Denied<T>, ? extends R> denied,
        Function<? super Refused<T>, ? extends R> refused) {
      return missing.apply(this);
    }
  }

  /** A permission is missing. */
  record Denied<T>(Throwable cause) implements Answer<T> {

    /** The reason, as Kafka states it. */
    public String reason() {
      return KafkaAdmin.reason(cause);
    }

    /** Whether the missing permission is on a consumer group, not on a topic. */
    public boolean isOfGroup() {
      return cause instanceof GroupAuthorizationException;
    }

    @Override
    public <R> R fold(
        Function<? super T, ? extends R> given,
        Function<? super Missing<T>, ? extends R> missing,
        Function<? super Denied<T>, ? extends R> denied,
        Function<? super Refused<T>, ? extends R> refused) {
      return denied.apply(this);
    }
  }

  /**
   * The broker rejects the request, and a retry does not help, for example because of a policy or
   * an invalid name.
   */
  record Refused<T>(Throwable cause) implements Answer<T> {

    /** The reason, as Kafka states it. */
    public String reason() {
      return KafkaAdmin.reason(cause);
    }

    @Override
    public <R> R fold(
        Function<? super T, ? extends R> given,
        Function<? super Missing<T>, ? extends R> missing,
        Function<? super Denied<T>, ? extends R> denied,
        Function<? super Refused<T>, ? extends R> refused) {
      return refused.apply(this);
    }
  }

  /**
   * Applies the function for this kind of answer. A new kind does not compile until every caller
   * handles it.
   */
  <R> R fold(
      Function<? super T, ? extends R> given,
      Function<? super Missing<T>, ? extends R> missing,
      Function<? super Denied<T>, ? extends R> denied,
      Function<? super Refused<T>, ? extends R> refused);
}
