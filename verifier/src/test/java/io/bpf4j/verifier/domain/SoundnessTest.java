package io.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Width;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever the machine computes from numbers is among what is known of the result. */
class SoundnessTest {
  private static void assertHolds(Scalar result, long value, String what, Object... inputs) {
    assertThat(result.contains(Scalar.constant(value)))
        .as(
            () ->
                what
                    + " gives 0x"
                    + Long.toHexString(value)
                    + ", not in "
                    + result
                    + "\nfrom "
                    + java.util.Arrays.toString(inputs))
        .isTrue();
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void factsHold(@ForAll long seed) {
    Member member = Member.random(new Random(seed));
    assertThat(member.holds()).as(member::toString).isTrue();
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void arithmetic(@ForAll long seed) {
    Random random = new Random(seed);
    Member left = Member.random(random);
    Member right =
        random.nextInt(3) == 0 ? Member.of(random.nextInt(66), random) : Member.random(random);
    for (AluOp op : AluOp.values()) {
      if (op == AluOp.MOV || op.isSignExtendingMove()) {
        continue;
      }
      for (Width width : Width.values()) {
        Scalar result = ScalarAlu.apply(op, width, left.known(), right.known());
        long value = Concrete.alu(op, width, left.value(), right.value());
        assertHolds(result, value, op + " " + width, left, right);
      }
    }
  }

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void constantShifts(@ForAll long seed) {
    Random random = new Random(seed);
    Member left = Member.random(random);
    for (Width width : Width.values()) {
      for (int by = 0; by < width.bits(); by++) {
        Scalar amount = Scalar.constant(by);
        for (AluOp op : new AluOp[] {AluOp.LSH, AluOp.RSH, AluOp.ARSH}) {
          Scalar result = ScalarAlu.apply(op, width, left.known(), amount);
          long value = Concrete.alu(op, width, left.value(), by);
          assertHolds(result, value, op + " " + width + " by " + by, left);
        }
      }
    }
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void casts(@ForAll long seed) {
    Member member = Member.random(new Random(seed));
    Scalar known = member.known();
    long value = member.value();
    assertHolds(ScalarAlu.zeroExtend(known), value & 0xffffffffL, "zero-extending", member);
    for (int bytes : new int[] {1, 2, 4, 8}) {
      long keep = bytes == 8 ? -1L : (1L << bytes * 8) - 1;
      assertHolds(
          ScalarCast.truncate(known, bytes), value & keep, "truncating to " + bytes, member);
      if (bytes > 1) {
        long swapped = Long.reverseBytes(value) >>> 64 - bytes * 8;
        assertHolds(ScalarCast.swapBytes(known, bytes, true), swapped, "bswap " + bytes, member);
        assertHolds(ScalarCast.swapBytes(known, bytes, false), value & keep, "le " + bytes, member);
      }
      if (bytes < 8) {
        long extended = value << 64 - bytes * 8 >> 64 - bytes * 8;
        assertHolds(ScalarCast.signExtend(known, bytes), extended, "movsx " + bytes, member);
        if (bytes < 4) {
          long low = extended & 0xffffffffL;
          assertHolds(ScalarCast.signExtend32(known, bytes), low, "movsx32 " + bytes, member);
        }
      }
    }
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void pointerOffsets(@ForAll long seed) {
    Random random = new Random(seed);
    Member offset = Member.random(random);
    Member number = Member.random(random);
    Scalar sum = PointerOffset.add(offset.known(), number.known());
    Scalar difference = PointerOffset.sub(offset.known(), number.known());
    long more = offset.value() + number.value();
    long less = offset.value() - number.value();
    assertHolds(sum, more, "pointer + number", offset, number);
    assertHolds(difference, less, "pointer - number", offset, number);
    assertHolds(PointerOffset.inStep(sum), more, "in step", offset, number);
    assertHolds(PointerOffset.inStep(difference), less, "in step", offset, number);
    assertHolds(PointerOffset.unbounded32(offset.known()), offset.value(), "unbounded", offset);
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void syncAddsNothingTheSecondTime(@ForAll long seed) {
    Random random = new Random(seed);
    Member member = Member.random(random);
    Bounds once = new Bounds(member.known()).sync();
    assertThat(once.isConsistent()).as(member::toString).isTrue();
    assertHolds(once.toScalar(), member.value(), "sync", member);
    assertThat(member.known().contains(once.toScalar())).as("sync only narrows").isTrue();
  }
}
