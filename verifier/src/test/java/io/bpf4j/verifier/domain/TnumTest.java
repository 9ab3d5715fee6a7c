package io.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TnumTest {
  private static final int BITS = 4;

  /** Every tnum of four bits, at the bottom, across the halves and at the top of the number. */
  private static List<Tnum> all(int shift) {
    List<Tnum> all = new ArrayList<>();
    for (long mask = 0; mask < 1 << BITS; mask++) {
      for (long value = 0; value < 1 << BITS; value++) {
        if ((value & mask) == 0) {
          all.add(new Tnum(value << shift, mask << shift));
        }
      }
    }
    return all;
  }

  private static List<Long> values(Tnum tnum) {
    List<Long> values = new ArrayList<>();
    long part = 0;
    do {
      values.add(tnum.value() | part);
      part = (part - tnum.mask()) & tnum.mask();
    } while (part != 0);
    return values;
  }

  private static boolean holds(Tnum tnum, long value) {
    return (value & ~tnum.mask()) == tnum.value();
  }

  private static Tnum best(List<Long> results) {
    Tnum best = Tnum.constant(results.get(0));
    for (long result : results) {
      long unknown = (result ^ best.value()) & ~best.mask() | best.mask();
      best = new Tnum(best.value() & ~unknown, unknown);
    }
    return best;
  }

  static Stream<Arguments> operations() {
    return Stream.of(
        Arguments.of("add", true, op(Tnum::add), on((a, b) -> a + b)),
        Arguments.of("sub", true, op(Tnum::sub), on((a, b) -> a - b)),
        Arguments.of("mul", false, op(Tnum::mul), on((a, b) -> a * b)),
        Arguments.of("and", true, op(Tnum::and), on((a, b) -> a & b)),
        Arguments.of("or", true, op(Tnum::or), on((a, b) -> a | b)),
        Arguments.of("xor", true, op(Tnum::xor), on((a, b) -> a ^ b)));
  }

  private static BinaryOperator<Tnum> op(BinaryOperator<Tnum> op) {
    return op;
  }

  private static LongBinaryOperator on(LongBinaryOperator op) {
    return op;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void holdsEveryResultAndAddsNone(
      String name, boolean exact, BinaryOperator<Tnum> abstractly, LongBinaryOperator concretely) {
    for (int shift : new int[] {0, 30, 60}) {
      for (Tnum a : all(shift)) {
        for (Tnum b : all(shift)) {
          Tnum result = abstractly.apply(a, b);
          List<Long> results = new ArrayList<>();
          for (long x : values(a)) {
            for (long y : values(b)) {
              results.add(concretely.applyAsLong(x, y));
            }
          }
          assertThat(results).as("%s %s %s", a, name, b).allMatch(value -> holds(result, value));
          assertThat(result.value() & result.mask()).as("normal form").isZero();
          if (exact) {
            assertThat(result).as("%s %s %s", a, name, b).isEqualTo(best(results));
          }
        }
      }
    }
  }

  @Test
  void shiftsEveryValue() {
    for (int shift : new int[] {0, 28, 60}) {
      for (Tnum a : all(shift)) {
        for (int by = 0; by < 64; by++) {
          for (long x : values(a)) {
            assertThat(holds(a.lsh(by), x << by)).as("%s << %d", a, by).isTrue();
            assertThat(holds(a.rsh(by), x >>> by)).as("%s >> %d", a, by).isTrue();
            assertThat(holds(a.arsh(by, 64), x >> by)).as("%s s>> %d", a, by).isTrue();
            long low = ((int) x >> by) & 0xffffffffL;
            assertThat(by > 31 || holds(a.low().arsh(by, 32), low)).as("w%s >> %d", a, by).isTrue();
          }
        }
      }
    }
  }

  @Test
  void rangesHoldWhatLiesBetween() {
    for (long min = 0; min < 64; min++) {
      for (long max = min; max < 64; max++) {
        Tnum range = Tnum.range(min, max);
        for (long value = min; value <= max; value++) {
          assertThat(holds(range, value)).as("%d in %d..%d", value, min, max).isTrue();
        }
        int bits = 64 - Long.numberOfLeadingZeros(min ^ max);
        assertThat(range.mask()).as("no wider than needed").isEqualTo((1L << bits) - 1);
      }
    }
    assertThat(Tnum.range(0, -1)).isEqualTo(Tnum.UNKNOWN);
    assertThat(Tnum.range(Long.MIN_VALUE, -1).value()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void setOperationsAreThoseOfSets() {
    for (Tnum a : all(0)) {
      for (Tnum b : all(0)) {
        List<Long> left = values(a);
        List<Long> right = values(b);
        List<Long> both = left.stream().filter(right::contains).toList();
        assertThat(a.contains(b)).as("%s contains %s", a, b).isEqualTo(left.containsAll(right));
        assertThat(a.overlaps(b)).as("%s overlaps %s", a, b).isEqualTo(!both.isEmpty());
        assertThat(left).allMatch(value -> holds(a.union(b), value));
        assertThat(right).allMatch(value -> holds(a.union(b), value));
        if (!both.isEmpty()) {
          assertThat(values(a.intersect(b))).as("%s & %s", a, b).hasSameElementsAs(both);
        }
      }
    }
  }

  @Test
  void partsKeepTheirPlace() {
    Tnum tnum = new Tnum(0x1122_3344_5500_7700L, 0xff00ffL);
    assertThat(tnum.truncate(1)).isEqualTo(new Tnum(0, 0xff));
    assertThat(tnum.truncate(2)).isEqualTo(new Tnum(0x7700, 0xff));
    assertThat(tnum.truncate(4)).isEqualTo(tnum.low());
    assertThat(tnum.truncate(8)).isEqualTo(tnum);
    assertThat(tnum.withoutLow()).isEqualTo(new Tnum(0x1122_3344_0000_0000L, 0));
    assertThat(tnum.withLow(Tnum.constant(5))).isEqualTo(new Tnum(0x1122_3344_0000_0005L, 0));
    assertThat(tnum).hasToString("(0x1122334455007700; 0xff00ff)");
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void holdsResultsOf64Bits(@ForAll long seed) {
    Random random = new Random(seed);
    Tnum a = random(random);
    Tnum b = random(random);
    long x = a.value() | random.nextLong() & a.mask();
    long y = b.value() | random.nextLong() & b.mask();
    operations()
        .map(Arguments::get)
        .forEach(
            operation -> {
              @SuppressWarnings("unchecked")
              BinaryOperator<Tnum> abstractly = (BinaryOperator<Tnum>) operation[2];
              long result = ((LongBinaryOperator) operation[3]).applyAsLong(x, y);
              assertThat(holds(abstractly.apply(a, b), result))
                  .as("%s %s %s at %x, %x", a, operation[0], b, x, y)
                  .isTrue();
            });
    assertThat(holds(a.negate(), -x)).as("-%s at %x", a, x).isTrue();
    assertThat(a.contains(Tnum.constant(x))).isTrue();
    assertThat(a.union(b).contains(Tnum.constant(y))).isTrue();
  }

  private static Tnum random(Random random) {
    long mask = Member.value(random);
    return new Tnum(Member.value(random) & ~mask, mask);
  }
}
