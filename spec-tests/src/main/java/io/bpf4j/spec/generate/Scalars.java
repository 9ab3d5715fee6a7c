package io.bpf4j.spec.generate;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R6;

import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;

/** Where numbers that a verifier does not know come from. */
final class Scalars {
  private Scalars() {}

  /**
   * Puts an unknown number into a register. May clobber R0 to R5 unless {@code quiet}.
   *
   * @param quiet only by a load from the context in R6: no call
   * @return how many of its low bits can be set; a negative figure where it is sign-extended
   */
  static int unknown(Sketch s, Register dst, boolean quiet) {
    int way = quiet ? 0 : s.dice.below(6);
    switch (way) {
      case 0, 1, 2 -> {
        return context(s, dst);
      }
      case 3 -> {
        s.call(Helper.GET_PRANDOM_U32);
        s.mov(dst, R0);
        return 64;
      }
      case 4 -> {
        s.call(Helper.KTIME_GET_NS);
        s.mov(dst, R0);
        return 64;
      }
      default -> {
        Size size = s.dice.pick(Size.values());
        s.call(Helper.GET_PRANDOM_U32);
        s.store(Size.DW, R10, -8, R0);
        return load(s, size, dst, R10, -8);
      }
    }
  }

  private static int load(Sketch s, Size size, Register dst, Register base, int offset) {
    if (s.dice.percent(20) && size != Size.DW) {
      s.loadSigned(size, dst, base, offset);
      return -8 * size.bytes();
    }
    s.load(size, dst, base, offset);
    return 8 * size.bytes();
  }

  private static int context(Sketch s, Register dst) {
    if (s.is(ProgramType.TRACEPOINT)) {
      Size size = s.dice.pick(Size.values());
      return load(s, size, dst, R6, 8 * s.dice.between(1, 10));
    }
    if (!s.is(ProgramType.XDP) && !s.is(ProgramType.SOCKET_FILTER)) {
      return AnyType.number(s, dst);
    }
    int offset =
        s.is(ProgramType.XDP)
            ? s.dice.pickInt(12, 16)
            : s.dice.pickInt(0, 4, 8, 12, 16, 20, 24, 32, 36, 40, 48, 52, 68);
    boolean narrow = s.is(ProgramType.SOCKET_FILTER) && s.dice.percent(30);
    Size size = narrow ? s.dice.pick(Size.B, Size.H) : Size.W;
    s.load(size, dst, R6, offset);
    return 8 * size.bytes();
  }
}
