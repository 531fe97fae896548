package io.sluice.kafka;

import java.util.function.Function;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/** What a broker said when it was asked for something. That nobody answered is an exception. */
public sealed interface Answer<T> {

  /** What was asked for. */
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

    /** In Kafka's words. */
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

    @Override
    public <R> R fold(
        Function<? super T, ? extends R> given,
        Function<? super Missing<T>, ? extends R> missing,
        Function<? super Denied<T>, ? extends R> denied,
        Function<? super Refused<T>, ? extends R> refused) {
      return denied.apply(this);
    }
  }

  /** The broker does not do it, and will not if asked again: a policy, or an invalid name. */
  record Refused<T>(Throwable cause) implements Answer<T> {

    /** In Kafka's words. */
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

  /** One result for each kind of answer; a new kind does not compile until every place has one. */
  <R> R fold(
      Function<? super T, ? extends R> given,
      Function<? super Missing<T>, ? extends R> missing,
      Function<? super Denied<T>, ? extends R> denied,
      Function<? super Refused<T>, ? extends R> refused);
}
