package io.sluice.contract;

import io.sluice.config.Durations;
import io.sluice.contract.Contract.Breaker;
import io.sluice.contract.Contract.BreakerAction;
import io.sluice.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code breaker}, the thresholds that trip the circuit breaker. */
final class BreakerParser {

  private BreakerParser() {}

  static Breaker parse(@Nullable YamlNode node) {
    Breaker usual = Breaker.USUAL;
    if (node == null || !node.requireMapping()) {
      return usual;
    }
    Breaker breaker =
        new Breaker(
            share(node.member("deadShare"), usual.deadShare()),
            window(node.member("window"), usual.window()),
            count(node.member("least"), usual.least()),
            count(node.member("consecutive"), usual.consecutive()),
            node.choice("action", BreakerAction.class, usual.action()));
    node.refuseOthers();
    return breaker;
  }

  private static double share(@Nullable YamlNode node, double usual) {
    if (node == null) {
      return usual;
    }
    if (node.isNumber() && node.text().matches("0?\\.\\d{1,9}|0|1|1\\.0+")) {
      double share = new BigDecimal(node.text()).doubleValue();
      if (share > 0) {
        return share;
      }
    }
    node.problem("'deadShare' must be a number greater than 0 and at most 1, such as 0.5");
    return usual;
  }

  private static Duration window(@Nullable YamlNode node, Duration usual) {
    Duration window = node == null ? usual : Durations.parse(node.text());
    if (window == null
        || window.compareTo(Duration.ofSeconds(5)) < 0
        || window.compareTo(Duration.ofDays(1)) > 0) {
      if (node != null) {
        node.problem("'window' must be a duration from 5s to 1d, such as 1m");
      }
      return usual;
    }
    return window;
  }

  private static int count(@Nullable YamlNode node, int usual) {
    if (node == null) {
      return usual;
    }
    if (!node.text().matches("[1-9]\\d{0,8}")) {
      node.problem("'" + node.name() + "' must be a whole number greater than 0");
      return usual;
    }
    return Integer.parseInt(node.text());
  }
}
