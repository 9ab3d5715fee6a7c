package io.bpf4j.verifier.domain;

/** Truncation and sign extension: what narrow loads and sign-extending moves do. */
public final class ScalarCast {
  private ScalarCast() {}

  /** The lower {@code bytes} bytes, zero-extended. */
  public static Scalar truncate(Scalar scalar, int bytes) {
    if (bytes >= 8) {
      return scalar;
    }
    Bounds out = new Bounds(scalar);
    long keep = (1L << (bytes * 8)) - 1;
    out.bits = out.bits.truncate(bytes);
    if ((out.umin & ~keep) == (out.umax & ~keep)) {
      out.umin &= keep;
      out.umax &= keep;
    } else {
      out.umin = 0;
      out.umax = keep;
    }
    out.smin = out.umin;
    out.smax = out.umax;
    // A 4-byte load keeps the lower half as it was; a narrower one says nothing of it yet.
    if (bytes < 4) {
      out.unbound32();
    }
    return out.sync().toScalar();
  }

  /** The lower {@code bytes} bytes (1, 2 or 4), sign-extended to 64 bits. */
  public static Scalar signExtend(Scalar scalar, int bytes) {
    if (scalar.isConstant()) {
      return Scalar.constant(signExtend(scalar.value(), bytes));
    }
    int bits = bytes * 8;
    Bounds out = new Bounds(scalar);
    boolean sameUpper = scalar.smin() >> bits == scalar.smax() >> bits;
    long least = signExtend(scalar.smin(), bytes);
    long most = signExtend(scalar.smax(), bytes);
    // Values that share their upper bits keep their order unless the new sign bit parts them.
    if (!sameUpper || least >= 0 != most >= 0) {
      return unknownSigned(bits);
    }
    out.smin = Math.min(least, most);
    out.smax = Math.max(least, most);
    out.umin = out.smin;
    out.umax = out.smax;
    out.s32min = (int) out.smin;
    out.s32max = (int) out.smax;
    out.u32min = out.s32min;
    out.u32max = out.s32max;
    out.bits = Tnum.range(out.smin, out.smax);
    return out.toScalar();
  }

  private static Scalar unknownSigned(int bits) {
    Bounds out = new Bounds(Scalar.UNKNOWN);
    out.smin = -1L << (bits - 1);
    out.smax = (1L << (bits - 1)) - 1;
    out.s32min = (int) out.smin;
    out.s32max = (int) out.smax;
    return out.toScalar();
  }

  /**
   * The lower {@code bytes} bytes (1 or 2), sign-extended to 32 bits and zero-extended from there.
   */
  public static Scalar signExtend32(Scalar scalar, int bytes) {
    Bounds out = new Bounds(scalar);
    if (scalar.isLowConstant()) {
      int value = (int) signExtend(scalar.value(), bytes);
      out = new Bounds(Scalar.constant(value & 0xffffffffL));
      return out.toScalar();
    }
    int bits = bytes * 8;
    int least = (int) signExtend(scalar.s32min(), bytes);
    int most = (int) signExtend(scalar.s32max(), bytes);
    boolean sameUpper = scalar.s32min() >> bits == scalar.s32max() >> bits;
    if (!sameUpper || least >= 0 != most >= 0) {
      out = new Bounds(Scalar.UNKNOWN);
      out.s32min = -1 << (bits - 1);
      out.s32max = (1 << (bits - 1)) - 1;
    } else {
      out.s32min = Math.min(least, most);
      out.s32max = Math.max(least, most);
      out.u32min = out.s32min;
      out.u32max = out.s32max;
      out.bits = Tnum.range(out.s32min & 0xffffffffL, out.s32max & 0xffffffffL);
    }
    return out.zeroExtend().sync().toScalar();
  }

  /**
   * The lower {@code bytes} bytes (2, 4 or 8) in reverse order where {@code swaps}, zero-extended.
   * Known bits move along; ranges do not survive.
   */
  public static Scalar swapBytes(Scalar scalar, int bytes, boolean swaps) {
    if (!swaps) {
      return truncate(scalar, bytes);
    }
    int unused = 64 - bytes * 8;
    Tnum bits = scalar.bits();
    Bounds out = new Bounds(Scalar.UNKNOWN);
    out.bits =
        new Tnum(
            Long.reverseBytes(bits.value()) >>> unused, Long.reverseBytes(bits.mask()) >>> unused);
    return truncate(out.sync().toScalar(), bytes);
  }

  private static long signExtend(long value, int bytes) {
    return switch (bytes) {
      case 1 -> (byte) value;
      case 2 -> (short) value;
      default -> (int) value;
    };
  }
}
