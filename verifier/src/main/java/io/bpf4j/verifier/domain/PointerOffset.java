package io.bpf4j.verifier.domain;

/** The variable part of a pointer's offset: a number whose 32-bit ranges are not followed. */
public final class PointerOffset {
  private PointerOffset() {}

  /** The sum of an offset and a number, not yet {@link #inStep}. */
  public static Scalar add(Scalar offset, Scalar number) {
    Bounds out = new Bounds(offset);
    long least = offset.smin() + number.smin();
    long most = offset.smax() + number.smax();
    boolean overflows =
        ((offset.smin() ^ least) & (number.smin() ^ least)) < 0
            || ((offset.smax() ^ most) & (number.smax() ^ most)) < 0;
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
        ((offset.smin() ^ number.smax()) & (offset.smin() ^ least)) < 0
            || ((offset.smax() ^ number.smin()) & (offset.smax() ^ most)) < 0;
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
