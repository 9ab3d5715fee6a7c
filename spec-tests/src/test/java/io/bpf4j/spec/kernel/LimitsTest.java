package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.KernelException;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.Limits;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.object.MapSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each limit of the profile: the live kernel takes it, and refuses one more. */
@RequiresKernel
class LimitsTest {
  private final Limits limits = KernelProfile.builtIn("6.18").limits();
  private final Probe probe = new Probe();

  @AfterEach
  void close() {
    probe.close();
  }

  @Test
  void stack() {
    holds(limits.stackBytes(), 8, LimitsTest::touchingStack, "invalid write to stack");
  }

  /** Two frames, the program's of 256 bytes. */
  @Test
  void stackOfACallChain() {
    holds(
        limits.stackBytes() - 256,
        32,
        bytes ->
            Code.build(
                c -> {
                  c.store(Size.DW, Register.R10, -256, new Imm(0));
                  c.with(new Call(new Callee.Local(1))).exit();
                  c.store(Size.DW, Register.R10, -bytes, new Imm(0));
                  end(c);
                }),
        "combined stack size");
  }

  @Test
  void frames() {
    // Each function but the last calls the next one, two slots on.
    holds(
        limits.frames(),
        1,
        frames ->
            Code.build(
                c -> {
                  for (int i = 1; i < frames; i++) {
                    c.with(new Call(new Callee.Local(1))).exit();
                  }
                  end(c);
                }),
        "the call stack of 9 frames is too deep");
  }

  @Test
  void subprograms() {
    holds(limits.subprograms(), 1, LimitsTest::manySubprograms, "too many subprograms");
  }

  @Test
  void maps() {
    for (int i = 0; i <= limits.maps(); i++) {
      probe.map(MapSpec.of("map" + i, MapType.ARRAY, 4, 4, 1));
    }
    holds(
        limits.maps(),
        1,
        count ->
            Code.build(
                c -> {
                  for (int i = 0; i < count; i++) {
                    c.loadMap(Register.R1, "map" + i);
                  }
                  end(c);
                }),
        "The total number of maps per program has reached the limit of 64");
  }

  @Test
  @Tag("slow")
  void instructions() {
    Code most = Code.build(c -> fill(limits.instructions(), c));
    assertThat(ask(most).accepted()).isTrue();
    Code tooMany = Code.build(c -> fill(limits.instructions() + 1, c));
    assertThat(ask(tooMany).errnoName()).isEqualTo("E2BIG");
  }

  /** A loop of two instructions a round, and four around it. */
  @Test
  @Tag("slow")
  void verifiedInstructions() {
    holds(
        (limits.verifiedInstructions() - 4) / 2,
        1,
        LimitsTest::loop,
        "BPF program is too large. Processed 1000001 insn");
  }

  /** Here the kernel answers EFAULT, which says nothing of the program: the log does. */
  @Test
  void pendingBranches() {
    assertThat(ask(branches(limits.pendingBranches())).accepted()).isTrue();
    assertThatThrownBy(() -> ask(branches(limits.pendingBranches() + 1)))
        .isInstanceOfSatisfying(
            KernelException.class,
            e -> assertThat(e.log()).contains("The sequence of 8193 jumps is too complex."));
  }

  private void holds(int limit, int step, IntFunction<Code> program, String refusal) {
    KernelVerdict most = ask(program.apply(limit));
    assertThat(most.accepted()).as("%d: %s", limit, most.reason()).isTrue();
    KernelVerdict more = ask(program.apply(limit + step));
    assertThat(more.log()).as("%d", limit + step).contains(refusal);
    assertThat(more.accepted()).isFalse();
  }

  private KernelVerdict ask(Code code) {
    Variant variant = new Variant(ProgramType.SOCKET_FILTER, null);
    return probe.ask(variant, code, "GPL", LogLevel.STATS);
  }

  private static Code touchingStack(int bytes) {
    return program(c -> c.store(Size.DW, Register.R10, -bytes, new Imm(0)));
  }

  private static Code manySubprograms(int functions) {
    return Code.build(
        c -> {
          // The calls stand in a row, then r0 = 0 and exit; each function has two slots.
          for (int i = 1; i < functions; i++) {
            int slotsToEnd = functions - 1 - i + 2;
            c.with(new Call(new Callee.Local(slotsToEnd + 2 * (i - 1))));
          }
          end(c);
          for (int i = 1; i < functions; i++) {
            end(c);
          }
        });
  }

  private static Code loop(int rounds) {
    return Code.build(
        c -> {
          Label again = c.newLabel("again");
          c.mov(Register.R1, rounds);
          c.bind(again).alu(AluOp.SUB, Register.R1, 1).jump(JumpOp.JNE, Register.R1, 0, again);
          c.mov(Register.R1, 0);
          end(c);
        });
  }

  private static Code branches(int count) {
    return program(
        c -> {
          Label end = c.newLabel("end");
          c.callHelper(Helper.GET_PRANDOM_U32.number());
          for (int i = 0; i < count; i++) {
            c.jump(JumpOp.JEQ, Register.R0, i, end);
          }
          c.bind(end);
        });
  }

  private static void fill(int slots, CodeBuilder c) {
    for (int i = 2; i < slots; i++) {
      c.mov(Register.R0, 0);
    }
    end(c);
  }

  private static Code program(Consumer<CodeBuilder> body) {
    return Code.build(
        c -> {
          body.accept(c);
          end(c);
        });
  }

  private static void end(CodeBuilder c) {
    c.mov(Register.R0, 0).exit();
  }
}
