package io.sluice.cli.input;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The user who runs the command, as the journal records them. */
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
