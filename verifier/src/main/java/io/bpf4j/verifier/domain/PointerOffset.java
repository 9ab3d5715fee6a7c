package io.bpf4j.verifier.domain;

/** The variable part of a pointer's offset: a number whose 32-bit ranges are not followed. */
public final class PointerOffset {
  /** Offsets and sizes from here on are never trusted (kernel: BPF_MAX_VAR_OFF). */
  public static final long LIMIT = 1L << 29;

  private PointerOffset() {}

  /** The sum of an offset and a number, not yet {@link #inStep}. */
  public static Scalar add(Scalar offset, Scalar number) {
    Bounds out = new Bounds(offset);
    long least = offset.smin() + number.smin();
    long most = offset.smax() + number.smax();
    boolean overflows =
        ScalarAlu.overflowsAdd(offset.smin(), number.smin(), least)
            || ScalarAlu.overflowsAdd(offset.smax(), number.smax(), most);
    out.smin = overflows ? Long.MIN_VALUE : least;
    out.smax = overflows ? Long.MAX_VALUE : most;
    long umin = offset.umin() + number.umin();
    long umax = offset.umax() + number.umax();
    boolean wraps =
        Long.compareUnsigned(umin, offset.umin()) < 0
            || Long.compareUnsigned(umax, offset.umax()) < 0;
    out.umin = wraps ? 0 : umin;
    out.umax = wraps ? -1L : umax;
    out.bits = offset.bits().add(number.bits());
    return out.unbound32().toScalar();
  }

  /** The difference of an offset and a number, not yet {@link #inStep}. */
  public static Scalar sub(Scalar offset, Scalar number) {
    Bounds out = new Bounds(offset);
    long least = offset.smin() - number.smax();
    long most = offset.smax() - number.smin();
    boolean overflows =
        ScalarAlu.overflowsSub(offset.smin(), number.smax(), least)
            || ScalarAlu.overflowsSub(offset.smax(), number.smin(), most);
    out.smin = overflows ? Long.MIN_VALUE : least;
    out.smax = overflows ? Long.MAX_VALUE : most;
    boolean wraps = Long.compareUnsigned(offset.umin(), number.umax()) < 0;
    out.umin = wraps ? 0 : offset.umin() - number.umax();
    out.umax = wraps ? -1L : offset.umax() - number.umin();
    out.bits = offset.bits().sub(number.bits());
    return out.unbound32().toScalar();
  }

  /** The same offset with nothing said of its lower half. */
  public static Scalar unbounded32(Scalar offset) {
    return new Bounds(offset).unbound32().toScalar();
  }

  /** Brings the views of an offset in step. */
  public static Scalar inStep(Scalar offset) {
    Scalar out = new Bounds(offset).sync().toScalar();
    return out.equals(Scalar.ZERO) ? Scalar.ZERO : out;
  }
}
