package io.bpf4j.spec.vm;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random operations on maps return and leave behind the same in the kernel and in the VM. A failure
 * names its seed, with which the same operations come again.
 */
@RequiresKernel
class MapOperationsTest {
  private static final int PROGRAMS = 40;
  private static final int OPERATIONS = 60;
  private static final int KEY = -32;
  private static final int VALUE = -64;

  /** BPF_F_NO_PREALLOC. */
  private static final int NO_PREALLOC = 1;

  private static MapSpec map(MapType type, int keySize, int valueSize, int entries, int flags) {
    return new MapSpec(
        "m", type, keySize, valueSize, entries, flags, 0, false, 0, 0, null, MapSpec.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "HASH, 4, 8, 5, 0",
    "HASH, 4, 8, 5, 1",
    "HASH, 7, 3, 1, 0",
    "HASH, 16, 12, 300, 1",
    "PERCPU_HASH, 4, 8, 5, 0",
    "LRU_HASH, 4, 8, 1000, 0",
    "LRU_PERCPU_HASH, 4, 8, 1000, 0",
    "ARRAY, 4, 8, 5, 0",
    "ARRAY, 4, 3, 1, 0",
    "PERCPU_ARRAY, 4, 12, 5, 0",
    "LPM_TRIE, 5, 8, 5, 1",
    "LPM_TRIE, 8, 4, 30, 1"
  })
  void keysAndValues(MapType type, int keySize, int valueSize, int entries, int flags) {
    MapSpec map = map(type, keySize, valueSize, entries, flags);
    for (long seed = 1; seed <= PROGRAMS; seed++) {
      Random random = new Random(seed);
      CallSequence calls = new CallSequence(map);
      for (int i = 0; i < OPERATIONS; i++) {
        keyed(calls, map, random);
      }
      calls.compare(new byte[CallSequence.BYTES], "seed " + seed + " of " + map);
    }
  }

  private static void keyed(CallSequence calls, MapSpec map, Random random) {
    int kind = random.nextInt(5);
    int[] key = key(map, random);
    int value = random.nextInt(5);
    long flags = flags(random);
    calls.add(
        b -> {
          bytes(b, KEY, key);
          switch (kind) {
            case 0 -> lookup(b, map);
            case 1 -> {
              pointers(b, "m", KEY);
              b.callHelper(Helper.MAP_DELETE_ELEM.number());
            }
            default -> {
              number(b, VALUE, map.valueSize(), value);
              pointers(b, "m", KEY);
              b.mov(R3, R10).alu(AluOp.ADD, R3, VALUE).loadImm64(R4, flags);
              b.callHelper(Helper.MAP_UPDATE_ELEM.number());
            }
          }
        });
  }

  /** Few different keys, so that they are met again; a trie's are prefixes of few addresses. */
  private static int[] key(MapSpec map, Random random) {
    int[] key = new int[map.keySize()];
    if (map.type() == MapType.LPM_TRIE) {
      key[0] = random.nextInt((map.keySize() - 4) * 8 + 2);
      key[1] = random.nextInt(20) == 0 ? 1 : 0;
      for (int i = 4; i < key.length; i++) {
        key[i] = 0xff & (random.nextInt(4) << 6 | random.nextInt(2) << random.nextInt(6));
      }
    } else {
      key[0] = random.nextInt(8);
      key[key.length - 1] |= random.nextInt(10) == 0 ? 0x80 : 0;
    }
    return key;
  }

  private static long flags(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> 1L;
      case 1 -> 2L;
      case 2 -> 3L;
      case 3 -> 4L + random.nextInt(4);
      case 4 -> 1L << random.nextInt(64);
      default -> 0L;
    };
  }

  private static void bytes(CodeBuilder b, int offset, int[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      b.store(Size.B, R10, offset + i, new Imm(bytes[i]));
    }
  }

  private static void number(CodeBuilder b, int offset, int size, int value) {
    for (int i = 0; i < size; i++) {
      b.store(Size.B, R10, offset + i, new Imm(value + i));
    }
  }

  private static void pointers(CodeBuilder b, String map, int offset) {
    b.loadMap(R1, map).mov(R2, R10).alu(AluOp.ADD, R2, offset);
  }

  /** The first byte of the value and 1 above it, or 0; and one more is added to the byte. */
  private static void lookup(CodeBuilder b, MapSpec map) {
    Label end = b.newLabel("absent");
    pointers(b, "m", KEY);
    b.callHelper(Helper.MAP_LOOKUP_ELEM.number()).jump(JumpOp.JEQ, R0, 0, end);
    b.load(Size.B, R1, R0, map.valueSize() - 1).mov(R2, R1).alu(AluOp.ADD, R2, 1);
    b.store(Size.B, R0, map.valueSize() - 1, R2).mov(R0, R1).alu(AluOp.OR, R0, 256).bind(end);
  }

  @ParameterizedTest
  @CsvSource({"QUEUE, 8, 4", "QUEUE, 3, 1", "STACK, 8, 4", "STACK, 12, 3"})
  void queuesAndStacks(MapType type, int valueSize, int entries) {
    MapSpec map = map(type, 0, valueSize, entries, 0);
    for (long seed = 1; seed <= PROGRAMS; seed++) {
      Random random = new Random(seed);
      CallSequence calls = new CallSequence(map);
      for (int i = 0; i < OPERATIONS; i++) {
        queued(calls, map, random, i);
      }
      calls.compare(new byte[CallSequence.BYTES], "seed " + seed + " of " + map);
    }
  }

  private static void queued(CallSequence calls, MapSpec map, Random random, int value) {
    int kind = random.nextInt(5);
    long flags = flags(random);
    calls.add(
        b -> {
          number(b, VALUE, 16, value);
          pointers(b, "m", VALUE);
          if (kind < 3) {
            b.loadImm64(R3, flags).callHelper(Helper.MAP_PUSH_ELEM.number());
          } else {
            Helper helper = kind == 3 ? Helper.MAP_POP_ELEM : Helper.MAP_PEEK_ELEM;
            b.callHelper(helper.number()).load(Size.B, R1, R10, VALUE + map.valueSize() - 1);
            b.alu(AluOp.LSH, R0, 8).alu(AluOp.OR, R0, R1);
          }
        });
  }
}
