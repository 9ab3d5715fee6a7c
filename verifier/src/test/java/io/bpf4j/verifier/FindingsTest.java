package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;
import static io.bpf4j.isa.Register.R9;
import static io.bpf4j.verifier.Objects618.exitZero;
import static io.bpf4j.verifier.Objects618.lookup;
import static io.bpf4j.verifier.Objects618.socketFilter;
import static io.bpf4j.verifier.Objects618.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Size;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.Helper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs on which the verifier once differed from Linux 6.18.44, and the kernel's answers. */
class FindingsTest {
  static Stream<Finding> findings() {
    return Stream.concat(NumberFindings.all(), Stream.concat(memory(), maps()));
  }

  @ParameterizedTest
  @MethodSource("findings")
  void agreesWithTheKernel(Finding finding) {
    ProgramVerdict verdict = verify(finding.object());
    if (finding.message() == null) {
      assertThat(verdict.verdict())
          .as(() -> verdict.unsupported() + verdict.whyRejected())
          .isEqualTo(Verdict.ACCEPTED);
    } else {
      assertThat(verdict.verdict()).as(verdict.unsupported()).isEqualTo(Verdict.REJECTED);
      assertThat(verdict.rejection().kernelMessage()).isEqualTo(finding.message());
    }
  }

  private static Stream<Finding> memory() {
    return Stream.of(
        new Finding(
            "a context pointer with a fixed offset cannot be dereferenced",
            socketFilter(
                b -> b.mov(R3, R1).alu(AluOp.ADD, R3, 64).load(Size.W, R0, R3, -64).exit()),
            "dereference of modified ctx ptr R3 off=64 disallowed"),
        new Finding(
            "nothing at r10+0 is out of the frame",
            output(0),
            "invalid read from stack R2 off=0 size=0"),
        new Finding("nothing at r10-8 is in the frame", output(-8), null));
  }

  /** A load past the packet's end returns 0 from the subprogram, which else returns 5. */
  @Test
  void aPacketLoadMayEndItsSubprogram() {
    assertThat(verify(loading(true)).verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(verify(loading(false)).rejection().kernelMessage()).isEqualTo("R2 !read_ok");
  }

  /** Fails where the subprogram may return what is neither 5 nor an allowed 0. */
  private static ObjectSpec loading(boolean mayReturnZero) {
    ObjectSpec main =
        socketFilter(
            b -> {
              Label good = b.newLabel("good");
              b.callSubprogram("f").jump(JumpOp.JEQ, R0, 5, good);
              b.jump(JumpOp.JEQ, R0, mayReturnZero ? 0 : 5, good).mov(R0, R2).bind(good);
              exitZero(b);
            });
    PacketLoad load = new PacketLoad(Size.B, null, 0);
    return Objects618.withTyped(main, "f", b -> b.mov(R6, R1).with(load).mov(R0, 5).exit());
  }

  /** A tail call leaves the subprogram with whatever the other program returns. */
  @Test
  void aTailCallMayEndItsSubprogram() {
    ObjectSpec main =
        socketFilter(
            b -> {
              Label good = b.newLabel("good");
              b.callSubprogram("f").jump(JumpOp.JEQ, R0, 0, good).mov(R0, R2).bind(good);
              exitZero(b);
            });
    ObjectSpec jumps = Objects618.withTyped(main, "f", FlowRules::tailCall);
    assertThat(verify(jumps).rejection().kernelMessage()).isEqualTo("R2 !read_ok");
    ObjectSpec stays = Objects618.withTyped(main, "f", Objects618::exitZero);
    assertThat(verify(stays).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  /** Passes no bytes at an offset from the frame pointer. */
  private static ObjectSpec output(int offset) {
    return socketFilter(
        b -> {
          b.loadMap(R1, "records").mov(R2, R10).alu(AluOp.ADD, R2, offset).mov(R3, 0).mov(R4, 0);
          exitZero(b.callHelper(Helper.RINGBUF_OUTPUT.number()));
        });
  }

  private static Stream<Finding> maps() {
    return Stream.of(
        new Finding("an array has a value for a constant key below its size", array(3), null),
        new Finding(
            "an array may have none for a key that is not",
            array(4),
            "R0 invalid mem access 'map_value_or_null'"),
        new Finding("the last byte of a value can be referred to", reference(15), null),
        new Finding(
            "the byte after a value cannot be referred to",
            reference(16),
            "invalid access to map value pointer, value_size=16 off=16"),
        new Finding(
            "references beyond 2^29 are refused whatever the size",
            reference(1 << 29),
            "direct value offset of 536870912 is not allowed"),
        new Finding(
            "offsets of references are unsigned",
            reference(-1),
            "direct value offset of 4294967295 is not allowed"),
        new Finding(
            "what was added to a linked number counts as a pointer's offset",
            socketFilter(
                b -> {
                  lookup(b, Objects618.ARRAY, 0);
                  b.mov(R9, R0).callHelper(ExplorationTest.TIME).alu(AluOp.AND, R0, 255);
                  b.mov(R8, R0).alu(AluOp.ADD, R8, Integer.MAX_VALUE).alu(AluOp.ADD, R9, R8);
                  exitZero(b.mov(R7, R0));
                }),
            "map_value pointer offset 2147483647 is not allowed"));
  }

  private static ObjectSpec array(int key) {
    return socketFilter(
        b -> {
          // The kernel finds a key that is not 0 only where it was spilled to the start of a slot.
          b.store(Size.W, R10, -8, new Imm(key)).mov(R2, R10).alu(AluOp.ADD, R2, -8);
          b.loadMap(R1, "array").callHelper(1).load(Size.DW, R0, R0, 0).exit();
        });
  }

  private static ObjectSpec reference(int offset) {
    LoadImm64 load = new LoadImm64(R1, new Imm64.MapValueReference("global", offset));
    return socketFilter(b -> exitZero(b.with(load)));
  }
}
