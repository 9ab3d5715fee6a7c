package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;

/** Global variables: those that a program may write, and constants whose value a verifier knows. */
final class Globals {
  private Globals() {}

  /** The family. */
  static void write(Sketch s) {
    int count = s.dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      boolean constant = s.dice.percent(50);
      MapSpec section = constant ? MapKit.CONSTANTS : MapKit.VARIABLES;
      Size size = s.dice.pick(Size.values());
      int offset = size.bytes() * s.dice.below(section.valueSize() / size.bytes());
      int start = s.dice.percent(60) ? offset : s.dice.below(section.valueSize());
      if (s.slip()) {
        start = s.dice.pickInt(section.valueSize(), section.valueSize() - 1, 1 << 29, -1);
      }
      s.with(new LoadImm64(R7, new Imm64.MapValueReference(section.name(), start)));
      access(s, section, constant, size, s.slip() ? 0 : (short) (offset - start));
    }
  }

  private static void access(Sketch s, MapSpec section, boolean constant, Size size, int offset) {
    switch (s.dice.below(7)) {
      case 0, 1 -> s.load(size, R3, R7, s.near(offset));
      case 2 -> {
        if (!constant || s.slip()) {
          s.store(size, R7, offset, s.dice.constant());
        } else {
          s.loadSigned(size, R3, R7, offset);
        }
      }
      case 3 -> {
        // The constants of the kit are small: as an offset each of them is known.
        s.load(size, R3, R7, offset);
        if (!constant && !s.slip()) {
          s.alu(AluOp.AND, R3, 7);
        }
        s.mov(R4, R10).add(R4, R3).store(Size.DW, R10, -8, 0).load(Size.B, R0, R4, -8);
      }
      case 4 -> {
        s.load(size, R3, R7, offset);
        s.jump(s.dice.pick(JumpOp.JGT, JumpOp.JSGT), R3, s.dice.pickInt(7, 255), s.bad());
      }
      case 5 -> {
        Scalars.unknown(s, R8, false);
        s.alu(AluOp.AND, R8, s.dice.pickInt(7, 15)).add(R7, R8);
        s.load(Size.B, R0, R7, s.near(offset > 8 ? 0 : offset));
      }
      default -> {
        Register key = s.dice.pick(R7, R10);
        s.store(Size.DW, R10, -8, 1).point(R2, key, key == R10 ? -8 : 0);
        s.map(R1, MapKit.ARRAY).call(Helper.MAP_LOOKUP_ELEM);
        s.jump(JumpOp.JEQ, R0, 0, s.out()).load(size, R0, R0, 0);
      }
    }
  }
}
