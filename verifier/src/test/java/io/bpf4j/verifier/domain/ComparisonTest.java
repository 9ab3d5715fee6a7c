package io.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Width;
import io.bpf4j.verifier.domain.Comparison.Outcome;
import io.bpf4j.verifier.domain.Comparison.Refined;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** What a comparison decides is so, and what it teaches is true. */
class ComparisonTest {
  private static final Width[] WIDTHS = Width.values();

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void decidesAndRefinesTruly(@ForAll long seed) {
    Random random = new Random(seed);
    Member left = Member.random(random);
    Member right =
        random.nextBoolean()
            ? Member.random(random)
            : Member.of(left.value() + random.nextInt(5) - 2, random);
    for (JumpOp op : JumpOp.values()) {
      for (Width width : WIDTHS) {
        check(op, width, left, right);
      }
    }
  }

  private static void check(JumpOp op, Width width, Member left, Member right) {
    boolean holds = Concrete.holds(op, width, left.value(), right.value());
    Outcome outcome = Comparison.decide(op, width, left.known(), right.known());
    assertThat(outcome)
        .as(() -> left + " " + op + " " + width + " " + right)
        .isNotEqualTo(holds ? Outcome.NEVER : Outcome.ALWAYS);
    Refined refined = Comparison.refine(op, width, left.known(), right.known(), holds);
    assertThat(new Member(left.value(), refined.left()).holds())
        .as(() -> "left of " + left + " " + op + " " + width + " " + right + " " + refined)
        .isTrue();
    assertThat(new Member(right.value(), refined.right()).holds())
        .as(() -> "right of " + left + " " + op + " " + width + " " + right + " " + refined)
        .isTrue();
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void aNumberComparedWithItselfStaysWhatItIs(@ForAll long seed) {
    Member member = Member.random(new Random(seed));
    for (JumpOp op : JumpOp.values()) {
      for (Width width : WIDTHS) {
        boolean holds = Concrete.holds(op, width, member.value(), member.value());
        Scalar after = Comparison.refineSelf(op, width, member.known(), holds);
        assertThat(new Member(member.value(), after).holds())
            .as(() -> op + " " + width + " " + member + " with itself: " + after)
            .isTrue();
      }
    }
  }

  @Test
  void decidesConstantsAsTheMachineDoes() {
    long[] values = {0, 1, -1, 0x80000000L, 0x7fffffffL, Long.MIN_VALUE, Long.MAX_VALUE};
    for (long a : values) {
      for (long b : values) {
        for (JumpOp op : JumpOp.values()) {
          for (Width width : WIDTHS) {
            assertThat(Comparison.decide(op, width, Scalar.constant(a), Scalar.constant(b)))
                .as("%x %s %s %x", a, op, width, b)
                .isEqualTo(Concrete.holds(op, width, a, b) ? Outcome.ALWAYS : Outcome.NEVER);
          }
        }
      }
    }
  }

  @Test
  void refinesBothSides() {
    Scalar small = Ranges.unsigned32(0, 10);
    Scalar large = Ranges.unsigned32(5, 100);
    Refined less = Comparison.refine(JumpOp.JGT, Width.W64, small, large, true);
    assertThat(less.left().umin()).isEqualTo(6);
    assertThat(less.left().umax()).isEqualTo(10);
    assertThat(less.right().umin()).isEqualTo(5);
    assertThat(less.right().umax()).isEqualTo(9);
  }

  @Test
  void cutsOffAnExcludedEnd() {
    Scalar byteValue = Ranges.unsigned32(0, 255);
    Scalar zero = Scalar.ZERO;
    assertThat(Comparison.refine(JumpOp.JNE, Width.W64, byteValue, zero, true).left().umin())
        .isEqualTo(1);
    assertThat(Comparison.refine(JumpOp.JEQ, Width.W64, byteValue, zero, true).left())
        .isEqualTo(Scalar.ZERO);
  }

  @Test
  void knowsWhereRangesAreDisjoint() {
    Scalar low = Ranges.unsigned32(0, 10);
    Scalar high = Ranges.unsigned32(11, 20);
    assertThat(Comparison.decide(JumpOp.JLT, Width.W64, low, high)).isEqualTo(Outcome.ALWAYS);
    assertThat(Comparison.decide(JumpOp.JEQ, Width.W64, low, high)).isEqualTo(Outcome.NEVER);
    assertThat(Comparison.decide(JumpOp.JGE, Width.W32, low, high)).isEqualTo(Outcome.NEVER);
    assertThat(Comparison.decide(JumpOp.JSET, Width.W64, low, high)).isEqualTo(Outcome.EITHER);
  }
}
