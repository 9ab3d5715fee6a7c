package io.bpf4j.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.AssemblyException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Labels, lines and elements. */
class CodeBuilderTest {
  private static final SourceLine FIRST = new SourceLine("A.java", 1, 0, "a();");
  private static final SourceLine SECOND = new SourceLine("A.java", 2, 0, "b();");

  @Example
  void resolvesForwardAndBackwardJumps() {
    Code code =
        Code.build(
            b -> {
              Label loop = b.newLabel("loop");
              Label out = b.newLabel("out");
              b.mov(Register.R0, 3).bind(loop).jump(JumpOp.JEQ, Register.R0, 0, out);
              b.loadImm64(Register.R1, 1L << 40).alu(AluOp.SUB, Register.R0, 1).goTo(loop);
              b.bind(out).exit();
            });
    assertThat(code.instructions())
        .contains(
            new Jump(JumpOp.JEQ, Width.W64, Register.R0, new Imm(0), (short) 4),
            new Goto(-5, false));
    assertThat(code.slots()).isEqualTo(7);
    assertThat(code.pcOf(3)).isEqualTo(4);
    assertThat(code.indexAt(4)).isEqualTo(3);
    assertThat(code.indexAt(3)).as("second slot of the wide load").isEqualTo(-1);
    assertThat(code.indexAt(7)).as("past the end").isEqualTo(-1);
  }

  @Example
  void callsAndAddressesOfLocalFunctionsTakeLabels() {
    Code code =
        Code.build(
            b -> {
              Label function = b.newLabel("function");
              b.with(new Branch(new Call(new Callee.Local(0)), function));
              b.with(new Branch(new LoadImm64(Register.R1, new Imm64.LocalFunction(0)), function));
              b.exit().bind(function).exit();
            });
    assertThat(code.instructions())
        .containsExactly(
            new Call(new Callee.Local(3)),
            new LoadImm64(Register.R1, new Imm64.LocalFunction(2)),
            new Exit(),
            new Exit());
  }

  @Example
  void aLongGotoBecomesGotol() {
    Code code = farJump(b -> b.newLabel("far"), true);
    assertThat(code.instructions().get(0)).isEqualTo(new Goto(40_000, true));
  }

  @Example
  void aConditionalJumpThatIsTooLongIsRefusedWithItsLine() {
    assertThatThrownBy(() -> farJump(b -> b.newLabel("far"), false))
        .isInstanceOfSatisfying(AssemblyException.class, e -> assertThat(e.line()).isEqualTo(2))
        .hasMessageContaining("40000 slots does not fit 16 bits");
  }

  private static Code farJump(
      java.util.function.Function<CodeBuilder, Label> newLabel, boolean unconditional) {
    return Code.build(
        b -> {
          Label far = newLabel.apply(b);
          b.with(SECOND);
          if (unconditional) {
            b.goTo(far);
          } else {
            b.jump(JumpOp.JEQ, Register.R1, 0, far);
          }
          for (int i = 0; i < 40_000; i++) {
            b.mov(Register.R0, 0);
          }
          b.bind(far).exit();
        });
  }

  @Example
  void jumpsOfTheGreatestDistanceFit() {
    Code code =
        Code.build(
            b -> {
              Label start = b.newLabel("start");
              Label end = b.newLabel("end");
              b.bind(start).jump(JumpOp.JEQ, Register.R1, 0, end);
              for (int i = 0; i < 32_766; i++) {
                b.mov(Register.R0, 0);
              }
              b.jump(JumpOp.JNE, Register.R1, 0, start).bind(end).exit();
            });
    assertThat(((Jump) code.instructions().get(0)).offset()).isEqualTo(Short.MAX_VALUE);
    assertThat(((Jump) code.instructions().get(32_767)).offset()).isEqualTo(Short.MIN_VALUE);
  }

  @Example
  void labelsMustBeBoundOnceAndBeforeTheEnd() {
    assertThatThrownBy(() -> Code.build(b -> b.goTo(b.newLabel("nowhere"))))
        .isInstanceOf(AssemblyException.class)
        .hasMessage("label nowhere is used but not bound");
    assertThatThrownBy(
            () ->
                Code.build(
                    b -> {
                      Label end = b.newLabel("end");
                      b.goTo(end).bind(end);
                    }))
        .isInstanceOf(AssemblyException.class)
        .hasMessage("label end is bound after the last instruction");
    assertThatThrownBy(
            () ->
                Code.build(
                    b -> {
                      Label twice = b.newLabel("twice");
                      b.with(FIRST).bind(twice).exit().bind(twice);
                    }))
        .isInstanceOf(AssemblyException.class)
        .hasMessage("line 1: label twice is bound twice");
  }

  @Example
  void anOffsetThatDoesNotFitIsRefused() {
    assertThatThrownBy(
            () -> Code.build(b -> b.load(Size.DW, Register.R0, Register.R1, Short.MAX_VALUE + 1)))
        .isInstanceOf(AssemblyException.class)
        .hasMessage("offset 32768 does not fit 16 bits");
  }

  @Example
  void linesApplyUntilTheNext() {
    Code code =
        Code.build(
            b -> {
              b.mov(Register.R0, 0);
              b.with(FIRST).loadImm64(Register.R1, 1).mov(Register.R2, 0);
              b.with(FIRST).mov(Register.R3, 0).with(SECOND).with(FIRST).mov(Register.R4, 0);
              b.with(SECOND).exit().with(FIRST);
            });
    assertThat(code.lines())
        .containsExactly(new Code.LineEntry(1, FIRST), new Code.LineEntry(6, SECOND));
    assertThat(code.lineAt(0)).isNull();
    assertThat(code.lineAt(1)).isEqualTo(FIRST);
    assertThat(code.lineAt(2)).isEqualTo(FIRST);
    assertThat(code.lineAt(5)).isEqualTo(FIRST);
    assertThat(code.lineAt(6)).isEqualTo(SECOND);
  }

  @Example
  void lineEntriesMustBeInOrderAndInside() {
    List<Instruction> exit = List.of(new Exit());
    Code.LineEntry first = new Code.LineEntry(0, FIRST);
    for (List<Code.LineEntry> lines :
        List.of(List.of(first, first), List.of(new Code.LineEntry(1, FIRST)))) {
      assertThatThrownBy(() -> Code.of(exit, lines)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private record Lined(Instruction instruction, SourceLine line) {}

  /** A program: any instructions, its branches mostly near, some with a line. */
  @Provide
  Arbitrary<Code> programs() {
    return Combinators.combine(
            Instructions.any(),
            Arbitraries.integers().between(-12, 12),
            Arbitraries.of(FIRST, SECOND).injectNull(0.6))
        .as((instruction, distance, line) -> new Lined(near(instruction, distance), line))
        .list()
        .ofMaxSize(40)
        .map(CodeBuilderTest::build);
  }

  private static Instruction near(Instruction instruction, int distance) {
    return Distances.branches(instruction)
        ? Distances.with(instruction, distance, null)
        : instruction;
  }

  private static Code build(List<Lined> program) {
    return Code.build(
        b -> {
          for (Lined lined : program) {
            if (lined.line() != null) {
              b.with(lined.line());
            }
            b.with(lined.instruction());
          }
        });
  }

  @Property
  void rebuildingFromElementsIsTheIdentity(@ForAll("programs") Code code) {
    assertThat(Code.build(b -> code.elements().forEach(b::with))).isEqualTo(code);
  }

  /** What a transform relies on: an instruction put in moves the targets behind it. */
  @Property
  void elementsFollowTheirTargets(@ForAll("programs") Code code) {
    Code shifted =
        Code.build(
            b -> {
              for (CodeElement element : code.elements()) {
                b.with(element);
                if (element instanceof Instruction || element instanceof Branch) {
                  b.mov(Register.R0, 0);
                }
              }
            });
    List<Instruction> before = code.instructions();
    for (int i = 0; i < before.size(); i++) {
      if (Distances.branches(before.get(i))) {
        int target = code.indexAt(code.pcOf(i) + 1 + Distances.of(before.get(i)));
        Instruction after = shifted.instructions().get(2 * i);
        int moved = shifted.indexAt(shifted.pcOf(2 * i) + 1 + Distances.of(after));
        if (target >= 0) {
          assertThat(moved).isEqualTo(2 * target);
        } else {
          assertThat(after).isEqualTo(before.get(i));
        }
      }
    }
  }
}
