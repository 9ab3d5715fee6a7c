package io.bpf4j.verifier.state;

import io.bpf4j.object.MapSpec;
import io.bpf4j.verifier.domain.Scalar;
import java.util.Objects;

/**
 * What is known of a register or a spilled register. Immutable, so that states share them.
 *
 * @param kind what it holds
 * @param maybeNull whether the pointer may be null
 * @param off fixed part of a pointer's offset; for a number linked by a constant, that constant
 * @param var the number, or the variable part of a pointer's offset
 * @param id numbers and packet pointers: those with the same id (not 0) are the same; pointers that
 *     may be null: those with the same id are null together
 * @param addedBits 0 where the number is that of its id; 64 or 32 where it is that plus {@code
 *     off}, added in so many bits
 * @param refId the reference that must be released, 0 where there is none
 * @param range packet pointers: bytes from the pointer's start that are proven to be in the packet,
 *     or one of {@link #AT_END} and {@link #BEYOND_END}
 * @param frame stack pointers: index of the frame that they point into
 * @param map the map of a map pointer or map value, else null
 * @param size bytes of the memory that a {@link RegKind#MEM} points to; target of a FUNC
 */
public record Reg(
    RegKind kind,
    boolean maybeNull,
    int off,
    Scalar var,
    int id,
    int addedBits,
    int refId,
    int range,
    int frame,
    MapSpec map,
    int size) {
  /** The range of a packet pointer that is known to be at the packet's end. */
  public static final int AT_END = -1;

  /** The range of a packet pointer that is known to be past the packet's end. */
  public static final int BEYOND_END = -2;

  /** Nothing was written to the register. */
  public static final Reg NOT_INIT = of(RegKind.NOT_INIT);

  /** A number of which nothing is known. */
  public static final Reg UNKNOWN = scalar(Scalar.UNKNOWN);

  /** The number zero. */
  public static final Reg ZERO = scalar(Scalar.ZERO);

  /** The context. */
  public static final Reg CTX = of(RegKind.CTX);

  /** A pointer of a kind, with no offset. */
  public static Reg of(RegKind kind) {
    return new Reg(kind, false, 0, Scalar.ZERO, 0, 0, 0, 0, 0, null, 0);
  }

  public static Reg scalar(Scalar value) {
    return new Reg(RegKind.SCALAR, false, 0, value, 0, 0, 0, 0, 0, null, 0);
  }

  public static Reg constant(long value) {
    return value == 0 ? ZERO : scalar(Scalar.constant(value));
  }

  /** The frame pointer of a frame. */
  public static Reg framePointer(int frame) {
    return new Reg(RegKind.STACK, false, 0, Scalar.ZERO, 0, 0, 0, 0, frame, null, 0);
  }

  public static Reg mapPointer(MapSpec map) {
    return new Reg(RegKind.CONST_MAP_PTR, false, 0, Scalar.ZERO, 0, 0, 0, 0, 0, map, 0);
  }

  /** The key of an element that a callback is called for. */
  public static Reg mapKey(MapSpec map) {
    return new Reg(RegKind.MAP_KEY, false, 0, Scalar.ZERO, 0, 0, 0, 0, 0, map, 0);
  }

  /** The address of a function of the program. */
  public static Reg function(int pc) {
    return new Reg(RegKind.FUNC, false, 0, Scalar.ZERO, 0, 0, 0, 0, 0, null, pc);
  }

  public static Reg mapValue(MapSpec map, int off) {
    return new Reg(RegKind.MAP_VALUE, false, off, Scalar.ZERO, 0, 0, 0, 0, 0, map, 0);
  }

  public static Reg memory(int size, boolean maybeNull, int id, int refId) {
    return new Reg(RegKind.MEM, maybeNull, 0, Scalar.ZERO, id, 0, refId, 0, 0, null, size);
  }

  /** A socket that a helper gave, or null. */
  public static Reg socketOrNull(RegKind kind, int id, int refId) {
    return new Reg(kind, true, 0, Scalar.ZERO, id, 0, refId, 0, 0, null, 0);
  }

  public boolean isScalar() {
    return kind == RegKind.SCALAR;
  }

  public boolean isPointer() {
    return kind.isPointer();
  }

  /** Whether it is a number with one value. */
  public boolean isConstant() {
    return kind == RegKind.SCALAR && var.isConstant();
  }

  /** Whether it is the number zero. */
  public boolean isNull() {
    return kind == RegKind.SCALAR && var.isZero();
  }

  /** Whether it is a pointer that a comparison with null is known to fail for. */
  public boolean isKnownNotNull() {
    return !maybeNull
        && switch (kind) {
          case MAP_VALUE, MAP_KEY, MEM, CONST_MAP_PTR, SOCKET, SOCK_COMMON, TCP_SOCK -> true;
          default -> false;
        };
  }

  public Reg withVar(Scalar newVar) {
    return newVar == var
        ? this
        : new Reg(kind, maybeNull, off, newVar, id, addedBits, refId, range, frame, map, size);
  }

  public Reg withOffset(int newOff, Scalar newVar) {
    return new Reg(kind, maybeNull, newOff, newVar, id, addedBits, refId, range, frame, map, size);
  }

  public Reg withId(int newId) {
    return newId == id
        ? this
        : new Reg(kind, maybeNull, off, var, newId, addedBits, refId, range, frame, map, size);
  }

  public Reg withRange(int newRange) {
    return newRange == range
        ? this
        : new Reg(kind, maybeNull, off, var, id, addedBits, refId, newRange, frame, map, size);
  }

  /** A pointer that was found not to be null. */
  public Reg notNull() {
    return new Reg(kind, false, off, var, 0, addedBits, refId, range, frame, map, size);
  }

  /** A pointer that may be null, together with those of the same id. */
  public Reg orNull(int newId) {
    return new Reg(kind, true, off, var, newId, addedBits, refId, range, frame, map, size);
  }

  /** A number that is no longer known to be the same as another. */
  public Reg unlinked() {
    return id == 0 && off == 0 && addedBits == 0 ? this : scalar(var);
  }

  /** A number with an id. */
  public Reg linked(int newId) {
    return new Reg(RegKind.SCALAR, false, 0, var, newId, 0, 0, 0, 0, null, 0);
  }

  /** A number that is that of the id plus a constant. */
  public Reg linkedByAdd(int newId, int constant, int bits) {
    return new Reg(RegKind.SCALAR, false, constant, var, newId, bits, 0, 0, 0, null, 0);
  }

  // Written out, as in Scalar: what the compiler makes of records costs every start of a command.
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Reg r
            && kind == r.kind
            && maybeNull == r.maybeNull
            && off == r.off
            && id == r.id
            && addedBits == r.addedBits
            && refId == r.refId
            && range == r.range
            && frame == r.frame
            && size == r.size
            && var.equals(r.var)
            && Objects.equals(map, r.map);
  }

  @Override
  public int hashCode() {
    return (kind.ordinal() * 31 + off) * 31 + var.hashCode();
  }
}
