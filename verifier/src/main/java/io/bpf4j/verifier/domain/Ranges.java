package io.bpf4j.verifier.domain;

/** Numbers of which only a range is known. */
public final class Ranges {
  private Ranges() {}

  /** A number whose signed 64- and 32-bit values are both from {@code least} to {@code most}. */
  public static Scalar signed32(long least, long most) {
    Bounds out = new Bounds(Scalar.UNKNOWN);
    out.smin = least;
    out.smax = most;
    out.s32min = (int) least;
    out.s32max = (int) most;
    return out.sync().toScalar();
  }

  /** A number from {@code least} to {@code most}, both not negative and of 31 bits. */
  public static Scalar unsigned32(long least, long most) {
    Bounds out = new Bounds(Scalar.UNKNOWN);
    out.umin = least;
    out.umax = most;
    out.smin = least;
    out.smax = most;
    out.u32min = (int) least;
    out.u32max = (int) most;
    out.s32min = (int) least;
    out.s32max = (int) most;
    return out.sync().toScalar();
  }
}
