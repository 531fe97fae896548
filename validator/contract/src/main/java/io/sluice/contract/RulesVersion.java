package io.sluice.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint of everything in a contract that affects verdicts and rows. */
final class RulesVersion {

  private RulesVersion() {}

  static String of(Contract contract) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ContractJson.fingerprinted(contract).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
