package io.bpf4j.spec.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R5;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Helpers whose result depends on their arguments alone return and write the same in the kernel and
 * in the VM, for random arguments near the edges. A failure names its seed.
 */
@RequiresKernel
class HelperResultsTest {
  private static final int PROGRAMS = 60;
  private static final int CALLS = 24;
  private static final int FORMATS = 600;

  /** Bytes that each call may write. */
  private static final int ROOM = 64;

  private static final String[] NUMBERS = {
    "",
    "0",
    "-",
    "-0",
    "1",
    "-1",
    "7",
    "8",
    "08",
    "0x",
    "0x1f",
    "0XfF",
    "-0x8000000000000000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "0xffffffffffffffff",
    "0x10000000000000000",
    "01777777777777777777777",
    "02000000000000000000000",
    " 12",
    "\t\n\r 34x",
    "+5",
    "--5",
    "12 34",
    "\u00a09",
    "a",
    "ff",
    "fg",
    "0b1",
    "000000000000000000000000000000000000000000000000000000000001",
    "00000000000000000000000000000000000000000000000000000000000000000000000012345"
  };

  /** Conversions that read memory. */
  private static final Set<String> READING = Set.of("s", "pks", "pi4", "pI4", "pi6", "pI6");

  private static final String[] SEPARATORS = {"", ", ", ". ", "ab"};

  private interface Calls {
    void add(CallSequence calls, Random random, int number, byte[] in);
  }

  private static void compare(Calls maker, MapSpec... maps) {
    compare(seed -> maps, maker);
  }

  private static void compare(java.util.function.LongFunction<MapSpec[]> maps, Calls maker) {
    for (long seed = 1; seed <= PROGRAMS; seed++) {
      Random random = new Random(seed);
      byte[] in = new byte[CallSequence.BYTES];
      CallSequence calls = new CallSequence(maps.apply(seed));
      for (int i = 0; i < CALLS; i++) {
        maker.add(calls, random, i, in);
      }
      calls.compare(in, "seed " + seed);
    }
  }

  private static void pointer(CodeBuilder b, Register to, Register base, int offset) {
    b.mov(to, base).alu(AluOp.ADD, to, offset);
  }

  private static int out(int call) {
    return CallSequence.RESULTS + call * ROOM;
  }

  private static void put(byte[] in, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, in, at, bytes.length);
  }

  @Test
  void strtolAndStrtoul() {
    compare(
        (calls, random, i, in) -> {
          String text = NUMBERS[random.nextInt(NUMBERS.length)];
          int at = i * 128;
          put(in, at, random.nextInt(4) == 0 ? text + (char) random.nextInt(256) : text);
          int size = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : text.length() + 1;
          int[] bases = {0, 0, 8, 10, 10, 16, 16, 2, 31};
          long flags = random.nextInt(20) == 0 ? 32 : bases[random.nextInt(bases.length)];
          Helper helper = random.nextBoolean() ? Helper.STRTOL : Helper.STRTOUL;
          calls.add(
              b -> {
                b.store(Size.DW, R7, out(i), new Imm(-1));
                pointer(b, R1, R6, at);
                b.mov(R2, size).loadImm64(R3, flags);
                pointer(b, R4, R7, out(i));
                b.callHelper(helper.number());
              });
        });
  }

  @Test
  void csumDiff() {
    compare(
        (calls, random, i, in) -> {
          int kind = random.nextInt(3);
          for (int at = 0; at < in.length; at++) {
            in[at] = kind == 0 ? (byte) random.nextInt() : (byte) -random.nextInt(2);
          }
          int from = random.nextInt(30) * (random.nextInt(6) == 0 ? 1 : 4);
          int to = random.nextInt(30) * (random.nextInt(6) == 0 ? 1 : 4);
          int same = random.nextInt(3) == 0 ? 0 : 200;
          int seed = random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(3) - 1;
          calls.add(
              b -> {
                sized(b, R1, R2, 0, from);
                sized(b, R3, R4, same, to);
                b.mov(R5, seed).callHelper(Helper.CSUM_DIFF.number());
              });
        });
  }

  private static void sized(CodeBuilder b, Register pointer, Register length, int at, int size) {
    if (size == 0) {
      b.mov(pointer, 0);
    } else {
      pointer(b, pointer, R6, at);
    }
    b.mov(length, size);
  }

  private static MapSpec constants(byte[] bytes) {
    return new MapSpec(
        ".rodata",
        MapType.ARRAY,
        4,
        bytes.length,
        1,
        MapSpec.FLAG_READ_ONLY_PROGRAM,
        0,
        false,
        0,
        0,
        null,
        new MapSpec.Contents.GlobalData(bytes, true));
  }

  private static void constant(CodeBuilder b, Register to, int offset) {
    b.with(new LoadImm64(to, new Imm64.MapValueReference(".rodata", offset)));
  }

  @Test
  void strncmp() {
    byte[] texts = new byte[256];
    String[] words = {"", "a", "ab", "abc", "abd", "b", "\u00ff", "abc\u0080"};
    for (int i = 0; i < words.length; i++) {
      put(texts, i * 16, words[i]);
    }
    compare(
        (calls, random, i, in) -> {
          put(in, i * 16, words[random.nextInt(words.length)]);
          int size = 1 + random.nextInt(6);
          int other = random.nextInt(words.length) * 16;
          calls.add(
              b -> {
                pointer(b, R1, R6, i * 16);
                b.mov(R2, size);
                constant(b, R3, other);
                // Its sign is all that strncmp promises.
                b.callHelper(Helper.STRNCMP.number()).alu32(AluOp.ARSH, R0, new Imm(31));
              });
        },
        constants(texts));
  }

  /** The kernel checks formats when it loads a program; what it refuses then, the VM's call is. */
  @Test
  void snprintf() {
    for (long seed = 1; seed <= FORMATS; seed++) {
      Random random = new Random(seed);
      byte[] in = new byte[CallSequence.BYTES];
      put(in, 0, "text " + seed);
      List<String> shown = new ArrayList<>();
      String format = format(random, shown);
      byte[] constants = new byte[128];
      put(constants, 0, format);
      CallSequence calls = new CallSequence(constants(constants));
      snprintf(calls, random, shown);
      calls.compareOrRefuse(in, "seed " + seed + ", format <" + format + ">");
    }
  }

  private static void snprintf(CallSequence calls, Random random, List<String> shown) {
    // Where a pointer's text does not fit, Linux 6.18 takes that text for the next argument.
    boolean pointers = shown.stream().anyMatch(conversion -> conversion.startsWith("p"));
    int size = !pointers && random.nextInt(3) == 0 ? random.nextInt(40) : 4 * ROOM;
    int arguments = random.nextInt(8) == 0 ? random.nextInt(5) : 3;
    boolean odd = random.nextInt(20) == 0;
    long[] values = new long[4];
    boolean[] strings = new boolean[4];
    for (int a = 0; a < 4; a++) {
      boolean reads = a < shown.size() && READING.contains(shown.get(a));
      strings[a] = reads && random.nextInt(4) > 0;
      values[a] = reads ? random.nextInt(300) - 40 : value(random);
    }
    calls.add(
        b -> {
          for (int a = 0; a < 4; a++) {
            if (strings[a]) {
              b.mov(R1, R6);
            } else {
              b.loadImm64(R1, values[a]);
            }
            b.store(Size.DW, R10, -64 + 8 * a, R1);
          }
          pointer(b, R1, R7, out(0));
          b.mov(R2, size);
          constant(b, R3, 0);
          pointer(b, R4, R10, -64);
          b.mov(R5, odd ? 4 : 8 * arguments).callHelper(Helper.SNPRINTF.number());
        });
  }

  private static long value(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt();
      case 2 -> Long.MIN_VALUE >> random.nextInt(64);
      default -> random.nextInt(300) - 40;
    };
  }

  /** A format of conversions whose text does not depend on where things are in memory. */
  private static String format(Random random, List<String> shown) {
    String[] conversions = {
      "d", "i", "u", "x", "X", "ld", "lld", "lu", "llx", "lX", "c", "s", "px", "pks", "%", "llld",
      "o", "hd", "n", "", ".3d", "#x", "pi4", "pI4", "pi6", "pI6", "pQ", "*d", "lc", "pk", "z"
    };
    String[] flags = {"", "", "", "0", "-", "+", " ", "0-", "+0", "  "};
    String[] widths = {"", "", "", "1", "5", "12", "20", "03"};
    StringBuilder format = new StringBuilder();
    int parts = random.nextInt(4);
    for (int part = 0; part < parts; part++) {
      int usual = random.nextInt(6) == 0 ? conversions.length : 14;
      format.append(random.nextInt(40) == 0 ? "\u0001" : SEPARATORS[random.nextInt(4)]).append('%');
      format.append(flags[random.nextInt(flags.length)]);
      format.append(widths[random.nextInt(widths.length)]);
      String conversion = conversions[random.nextInt(usual)];
      format.append(conversion);
      if (!conversion.equals("%")) {
        shown.add(conversion);
      }
    }
    return format.toString();
  }

  @Test
  void probeReads() {
    compare(
        (calls, random, i, in) -> {
          put(in, i * 16, "abcdefghijklmnop".substring(0, random.nextInt(16)));
          int size = random.nextInt(20);
          int bad = random.nextInt(6);
          Helper helper =
              random.nextBoolean() ? Helper.PROBE_READ_KERNEL : Helper.PROBE_READ_KERNEL_STR;
          calls.add(
              b -> {
                b.store(Size.DW, R7, out(i), new Imm(-1));
                b.store(Size.DW, R7, out(i) + 8, new Imm(0x5a5a));
                pointer(b, R1, R7, out(i));
                b.mov(R2, size);
                if (bad == 0) {
                  b.mov(R3, 0);
                } else {
                  pointer(b, R3, R6, i * 16);
                }
                b.callHelper(helper.number());
              });
        });
  }
}
