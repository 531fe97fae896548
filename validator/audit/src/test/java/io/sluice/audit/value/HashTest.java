package io.sluice.audit.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashTest {

  /** Up to three bits of two words may change: none takes back what another did. */
  @Test
  void changedBitsChangeTheHash() {
    byte[] bytes = "not by any means".getBytes(US_ASCII);
    int bits = bytes.length * 8;
    Set<Long> hashes = new HashSet<>();
    int changes = 0;
    for (int i = 0; i < bits; i++) {
      flip(bytes, i);
      hashes.add(hash(bytes));
      changes++;
      for (int j = i + 1; j < bits; j++) {
        flip(bytes, j);
        hashes.add(hash(bytes));
        changes++;
        for (int k = j + 1; k < bits; k++) {
          flip(bytes, k);
          hashes.add(hash(bytes));
          changes++;
          flip(bytes, k);
        }
        flip(bytes, j);
      }
      flip(bytes, i);
    }
    assertThat(hashes).hasSize(changes);
  }

  private static long hash(byte[] bytes) {
    return Hash.bytes(ByteBuffer.wrap(bytes));
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
  }

  @Test
  void lengthsCount() {
    assertThat(Hash.bytes(ByteBuffer.wrap(new byte[8])))
        .isNotEqualTo(Hash.bytes(ByteBuffer.wrap(new byte[16])))
        .isNotEqualTo(Hash.bytes(ByteBuffer.wrap(new byte[7])));
    assertThat(Hash.text("")).isNotEqualTo(Hash.bytes(ByteBuffer.allocate(0)));
  }
}
