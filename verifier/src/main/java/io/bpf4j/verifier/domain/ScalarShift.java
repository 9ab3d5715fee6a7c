package io.bpf4j.verifier.domain;

import io.bpf4j.isa.Width;

/** Shifts by a known amount that is less than the width. */
final class ScalarShift {
  private ScalarShift() {}

  static void left(Bounds out, Width width, int amount) {
    long signedMin = out.s32min;
    long signedMax = out.s32max;
    boolean keeps32 = amount < 32 && Integer.compareUnsigned(out.u32max, 1 << (31 - amount)) <= 0;
    out.u32min = keeps32 ? out.u32min << amount : 0;
    out.u32max = keeps32 ? out.u32max << amount : -1;
    out.unboundSigned32();
    if (width == Width.W32) {
      out.bits = out.bits.low().lsh(amount).low();
      out.unbound64();
      out.bounds32FromBits();
      return;
    }
    boolean keeps = Long.compareUnsigned(out.umax, 1L << (63 - amount)) <= 0;
    out.umin = keeps ? out.umin << amount : 0;
    out.umax = keeps ? out.umax << amount : -1L;
    out.unboundSigned64();
    if (amount == 32) {
      // The usual way to sign-extend is << 32 then s>> 32: the lower half's sign is the result's.
      out.smin = signedMin << 32;
      out.smax = signedMax << 32;
    }
    out.bits = out.bits.lsh(amount);
    out.boundsFromBits();
  }

  static void right(Bounds out, Width width, int amount) {
    if (width == Width.W32) {
      out.unboundSigned32();
      out.bits = out.bits.low().rsh(amount);
      out.u32min >>>= amount;
      out.u32max >>>= amount;
      out.unbound64();
      out.bounds32FromBits();
      return;
    }
    out.unboundSigned64();
    out.bits = out.bits.rsh(amount);
    out.umin >>>= amount;
    out.umax >>>= amount;
    out.unbound32();
    out.boundsFromBits();
  }

  static void arithmeticRight(Bounds out, Width width, int amount) {
    if (width == Width.W32) {
      out.bits = out.bits.low().arsh(amount, 32);
      int least = out.s32min >> amount;
      int most = out.s32max >> amount;
      out.unbound32();
      out.s32min = least;
      out.s32max = most;
      out.unbound64();
      out.bounds32FromBits();
      return;
    }
    out.bits = out.bits.arsh(amount, 64);
    long least = out.smin >> amount;
    long most = out.smax >> amount;
    out.unbound();
    out.smin = least;
    out.smax = most;
    out.boundsFromBits();
  }
}
