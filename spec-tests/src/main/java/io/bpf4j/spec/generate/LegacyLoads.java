package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;

/** Legacy packet loads of socket filters. */
final class LegacyLoads {
  private LegacyLoads() {}

  /** The family. */
  static void write(Sketch s) {
    s.mov(R7, 1);
    if (s.slip()) {
      s.mov(s.dice.pick(R6, R8), s.dice.pick(R10, R7));
    }
    boolean calls = s.dice.percent(15);
    if (calls) {
      inSubprogram(s);
    }
    int count = s.dice.between(1, 4);
    for (int i = 0; i < count; i++) {
      Size size = s.dice.pick(Size.B, Size.H, Size.W);
      Register index = null;
      if (s.dice.percent(50)) {
        index = s.dice.pick(R2, R8);
        Scalars.unknown(s, index, true);
        if (s.slip()) {
          index = s.dice.pick(R3, R10, R6);
        }
      }
      s.with(new PacketLoad(size, index, s.dice.pickInt(0, 12, 14, 23, -1, 0x100000)));
      use(s, size, calls);
    }
  }

  private static void use(Sketch s, Size size, boolean calls) {
    switch (s.dice.below(6)) {
      case 0 -> s.mov(R8, R0).alu(AluOp.AND, R8, 15);
      case 1 -> s.jump(JumpOp.JNE, R0, 0x800, s.out());
      case 2 -> {
        int most = size == Size.B ? 255 : size == Size.H ? 65535 : Integer.MAX_VALUE;
        s.jump(JumpOp.JGT, R0, most, s.slip() ? s.bad() : s.out());
      }
      case 3 -> s.mov(R2, s.slip() ? R1 : R0);
      case 4 -> {
        // Not after a call: tracking why R7 is known into a subprogram with such a load makes
        // kernel 6.18 fail with "verifier bug: static subprog unexpected regs".
        if (!calls) {
          s.jump(JumpOp.JNE, R7, 1, s.bad());
        }
      }
      default -> s.store(Size.DW, R10, -8, R0).load(Size.DW, R3, R10, -8);
    }
  }

  private static void inSubprogram(Sketch s) {
    Label peek =
        s.function(
            "peek",
            f -> {
              if (!f.slip()) {
                f.mov(R6, R1);
              }
              f.with(new PacketLoad(Size.H, null, 12));
              f.done();
            });
    s.mov(R1, R6).call(peek);
  }
}
