package io.bpf4j.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Decoding and encoding are inverse to each other. */
class CodecTest {
  @Provide
  Arbitrary<Instruction> instructions() {
    return Instructions.any();
  }

  @Provide
  Arbitrary<ByteOrder> orders() {
    return Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  @Property
  void bytesAreKept(@ForAll @Size(max = 256) byte[] random, @ForAll("orders") ByteOrder order) {
    byte[] bytes = Arrays.copyOf(random, random.length / 8 * 8);
    Code code = Code.decode(bytes, order);
    assertThat(code.slots()).isEqualTo(bytes.length / 8);
    assertThat(code.encode(order)).isEqualTo(bytes);
  }

  /** Random bytes are seldom an instruction; near misses of real ones are the harder inputs. */
  @Property
  void bytesOfDamagedInstructionsAreKept(
      @ForAll @Size(min = 1, max = 8) List<@From("instructions") Instruction> list,
      @ForAll("orders") ByteOrder order,
      @ForAll @IntRange(max = 63) int where,
      @ForAll byte what) {
    byte[] bytes = Code.of(list).encode(order);
    bytes[where % bytes.length] ^= what;
    assertThat(Code.decode(bytes, order).encode(order)).isEqualTo(bytes);
  }

  @Property
  void instructionsAreKept(
      @ForAll @Size(max = 32) List<@From("instructions") Instruction> list,
      @ForAll("orders") ByteOrder order) {
    Code code = Code.of(list);
    assertThat(Code.decode(code.encode(order), order)).isEqualTo(code);
  }

  /** Kept bits alone would not show a kind that the generator never makes. */
  @Property(edgeCases = EdgeCasesMode.NONE, tries = 3)
  void theInstructionsAreOfEveryKind(
      @ForAll @Size(value = 8000) List<@From("instructions") Instruction> list) {
    Set<Object> seen = new HashSet<>();
    for (Instruction instruction : list) {
      seen.add(instruction.kind());
      if (instruction instanceof Alu alu) {
        seen.add(alu.op());
      } else if (instruction instanceof Atomic atomic) {
        seen.add(atomic.op());
      } else if (instruction instanceof Jump jump) {
        seen.add(jump.op());
      }
    }
    assertThat(seen)
        .containsAll(EnumSet.complementOf(EnumSet.of(Instruction.Kind.RAW)))
        .contains((Object[]) AluOp.values())
        .contains((Object[]) AtomicOp.values())
        .contains((Object[]) JumpOp.values());
  }

  @Example
  void aLengthThatIsNoMultipleOfEightIsMalformed() {
    assertThatThrownBy(() -> Code.decode(new byte[15], ByteOrder.LITTLE_ENDIAN))
        .isInstanceOf(MalformedException.class)
        .hasMessage("instructions, byte offset 15: length 15 is not a multiple of 8");
  }

  @Example
  void aWideImmediateCutShortIsRaw() {
    byte[] bytes = new byte[8];
    bytes[0] = 0x18;
    Code code = Code.decode(bytes, ByteOrder.LITTLE_ENDIAN);
    assertThat(code.instructions()).containsExactly(new Raw(0x18, 0, 0, (short) 0, 0));
  }

  @Example
  void aKnownInstructionCannotBeRaw() {
    assertThatThrownBy(() -> new Raw(0x95, 0, 0, (short) 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Exit");
  }

  @Example
  void aSymbolicReferenceCannotBeEncodedAlone() {
    Code code = Code.build(b -> b.loadMap(Register.R1, "blocked").exit());
    assertThatThrownBy(() -> code.encode(ByteOrder.LITTLE_ENDIAN))
        .isInstanceOf(io.bpf4j.LinkException.class)
        .hasMessageContaining("blocked");
  }
}
