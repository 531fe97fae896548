package io.sluice.cli.input;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The person at the keyboard, as the journal names them. */
public final class Who {

  private Who() {}

  public static String now() {
    String user = System.getenv().getOrDefault("SLUICE_USER", System.getProperty("user.name"));
    try {
      return user + "@" + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return user;
    }
  }
}
