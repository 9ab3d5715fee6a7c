package io.bpf4j.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.BpfException;
import io.bpf4j.MalformedException;
import io.bpf4j.object.ObjectSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: an object, or one typed error that names a place. */
class HostileObjectTest {
  private static final int HEADER_BYTES = 64;

  @Test
  void truncationAtEveryLengthIsMalformed() {
    for (long seed = 1; seed <= 3; seed++) {
      byte[] good = ObjectWriter.write(new RandomObject(seed).next());
      for (int length = 0; length < good.length; length++) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> ObjectReader.read(cut, "cut"), "seed %d, length %d", seed, length)
            .isInstanceOf(MalformedException.class);
      }
    }
  }

  @Property(tries = 20)
  void flippedBitsNeverEscapeTheErrorType(@ForAll long seed) {
    byte[] good = ObjectWriter.write(new RandomObject(seed).next());
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      readAndWrite(bad);
    }
  }

  @Property(tries = 20)
  void wildFieldsNeverEscapeTheErrorType(@ForAll long seed) {
    byte[] good = ObjectWriter.write(new RandomObject(seed).next());
    Random random = new Random(seed);
    long[] wild = {0, 1, -1, 7, 0x7fffffff, 0x80000000L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};
    for (int i = 0; i < 200; i++) {
      byte[] bad = good.clone();
      ByteBuffer view = ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN);
      int at = random.nextInt((bad.length - 8) / 4) * 4;
      long value = wild[random.nextInt(wild.length)];
      if (random.nextBoolean()) {
        view.putLong(at, value);
      } else {
        view.putInt(at, (int) value);
      }
      readAndWrite(bad);
    }
  }

  @Property(tries = 200)
  @Tag("slow")
  void manyMutationsNeverEscapeTheErrorType(@ForAll long seed) {
    flippedBitsNeverEscapeTheErrorType(seed);
    wildFieldsNeverEscapeTheErrorType(seed);
  }

  @Property(tries = 500)
  void randomBytesAreMalformed(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(4096)];
    random.nextBytes(bytes);
    assertThatThrownBy(() -> ObjectReader.read(bytes, "random"))
        .isInstanceOf(MalformedException.class);
    // The same behind a header that is right, so that more than the magic number is looked at.
    byte[] good = ObjectWriter.write(new RandomObject(seed).next());
    byte[] headed = Arrays.copyOf(good, Math.max(good.length, HEADER_BYTES + 1));
    for (int i = HEADER_BYTES; i < headed.length; i++) {
      headed[i] = random.nextInt(8) == 0 ? (byte) random.nextInt() : headed[i];
    }
    readAndWrite(headed);
  }

  private static void readAndWrite(byte[] bytes) {
    ObjectSpec read;
    try {
      read = ObjectReader.read(bytes, "bad");
    } catch (MalformedException e) {
      assertThat(e.getMessage()).doesNotContain("\n");
      return;
    }
    if (read.maps().stream().anyMatch(map -> map.isGlobalData() && map.valueSize() > 1 << 20)) {
      return; // Megabytes of zeros are only slow to write.
    }
    try {
      ObjectWriter.write(read);
    } catch (BpfException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
