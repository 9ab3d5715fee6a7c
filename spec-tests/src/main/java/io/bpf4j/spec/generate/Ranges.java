package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R3;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import io.bpf4j.object.MapSpec;
import java.util.function.BiConsumer;

/**
 * Families that derive a number by arithmetic and conditions, then use it where its limits count.
 */
final class Ranges {
  private Ranges() {}

  /** Offset into a map value. */
  static void mapValue(Sketch s) {
    Register[] saved = s.saved();
    MapSpec map = s.dice.pick(MapKit.WIDE_ARRAY, MapKit.WIDE_ARRAY, MapKit.ARRAY, MapKit.LRU);
    Maps.value(s, saved[0], map);
    Register[] numbers = numbers(s, saved[1], saved[2]);
    ScalarScript script = script(s, numbers);
    int limit = Sinks.limit(s, script, numbers[0], map.valueSize() - 8);
    script.write();
    if (s.dice.percent(15)) {
      Sinks.region(s, saved[0], map.valueSize(), numbers[0], limit);
    } else {
      Sinks.value(s, saved[0], map.valueSize(), numbers[0], limit);
    }
  }

  /** Variable offset into the stack. */
  static void stack(Sketch s) {
    derive(s, 200, (sketch, limit) -> Sinks.stack(sketch, Register.R7, limit));
  }

  private static void derive(Sketch s, int most, BiConsumer<Sketch, Integer> sink) {
    Register[] numbers = numbers(s, Register.R7, Register.R8);
    ScalarScript script = script(s, numbers);
    int limit = Sinks.limit(s, script, numbers[0], most);
    script.write();
    sink.accept(s, limit);
  }

  /** Size argument of a helper. */
  static void size(Sketch s) {
    derive(
        s,
        400,
        (sketch, limit) -> {
          if (sketch.dice.percent(70)) {
            Sinks.size(sketch, Register.R7, limit);
          } else {
            Sinks.output(sketch, Register.R7, limit);
          }
        });
  }

  /** Branches that are dead where the ranges are known well enough. */
  static void claims(Sketch s) {
    Register[] numbers = numbers(s, Register.R7, Register.R8);
    int count = s.dice.between(1, 2);
    ScalarScript script = script(s, numbers);
    for (int i = 0; i < count; i++) {
      if (s.dice.percent(60)) {
        script.narrow(numbers[0], s.dice.pickInt(0, 1, 7, 15, 100, 255, 4096));
      }
      Sinks.claim(s, script, numbers[i % numbers.length]);
      if (i + 1 < count) {
        script = script(s, numbers);
      }
    }
  }

  /** Limits that reach a register by another: copies, spills, differences. */
  static void linked(Sketch s) {
    Register[] saved = s.saved();
    Maps.value(s, saved[0], MapKit.WIDE_ARRAY);
    Register a = saved[1];
    Register b = saved[2];
    int bits = Scalars.unknown(s, a, false);
    ScalarScript script = new ScalarScript(s, new Register[] {a, b}, new int[] {bits, 1});
    int form = s.dice.below(7);
    int delta = s.dice.pickInt(1, 4, 16, 16, 1, 4, 100, 100, -1, -4, 0x7fffffff);
    Width width = s.dice.percent(75) ? Width.W64 : Width.W32;
    switch (form) {
      case 0, 1 -> script.append(new Alu(AluOp.MOV, width, b, a));
      case 2, 3 -> {
        script.append(new Alu(AluOp.MOV, width, b, a));
        script.append(new Alu(AluOp.ADD, width, s.dice.pick(a, b), new Imm(delta)));
      }
      case 4 -> s.store(Size.DW, R10, -8, a).load(Size.DW, b, R10, -8);
      case 5 -> s.mov(b, a).store(s.dice.pick(Size.W, Size.DW), R10, -16, a);
      default -> {
        s.store(Size.DW, R10, -24, a);
        s.load(s.dice.pick(Size.W, Size.H, Size.B), b, R10, -24);
      }
    }
    Register tested = s.dice.pick(a, b);
    int most = s.dice.pickInt(15, 64, 255, 1000);
    script.narrow(tested, most);
    script.write();
    Register used = tested == a ? b : a;
    if (form >= 5 && s.dice.percent(60)) {
      s.load(form == 5 ? s.dice.pick(Size.W, Size.DW) : Size.DW, used, R10, form == 5 ? -16 : -24);
    }
    if (s.dice.percent(15)) {
      used = tested;
    }
    int limit = most + s.dice.pickInt(0, 0, 0, 100, 120, delta > 0 && delta < 200 ? delta : 0);
    if (form >= 6 && s.dice.percent(50)) {
      limit = 255;
    }
    if (form == 2 || form == 3) {
      // Where the copy is lower than what was tested, it may be negative.
      s.jump(JumpOp.JSLT, used, 0, s.out());
    }
    Sinks.value(s, saved[0], MapKit.WIDE_ARRAY.valueSize(), used, limit);
  }

  /** Fresh unknown numbers: two that survive calls, and at times a third that does not. */
  private static Register[] numbers(Sketch s, Register first, Register second) {
    return s.dice.percent(40) ? new Register[] {first, second, R3} : new Register[] {first, second};
  }

  private static ScalarScript script(Sketch s, Register[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      bits[i] = Scalars.unknown(s, numbers[i], i == 2);
    }
    return new ScalarScript(s, numbers, bits)
        .steps(s.dice.percent(85) ? s.dice.between(1, 9) : s.dice.between(10, 30));
  }
}
