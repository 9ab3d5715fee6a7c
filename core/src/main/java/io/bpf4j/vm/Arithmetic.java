package io.bpf4j.vm;

/** Operations whose corner cases differ from Java's (RFC 9669, section 4.1). */
final class Arithmetic {
  private Arithmetic() {}

  static long div64(long left, long right) {
    return right == 0 ? 0 : Long.divideUnsigned(left, right);
  }

  static long mod64(long left, long right) {
    return right == 0 ? left : Long.remainderUnsigned(left, right);
  }

  /** Java's division overflows as the RFC wants: the smallest number by -1 is itself. */
  static long sdiv64(long left, long right) {
    return right == 0 ? 0 : left / right;
  }

  static long smod64(long left, long right) {
    return right == 0 ? left : left % right;
  }

  static long div32(int left, int right) {
    return right == 0 ? 0 : zext(Integer.divideUnsigned(left, right));
  }

  static long mod32(int left, int right) {
    return zext(right == 0 ? left : Integer.remainderUnsigned(left, right));
  }

  static long sdiv32(int left, int right) {
    return right == 0 ? 0 : zext(left / right);
  }

  static long smod32(int left, int right) {
    return zext(right == 0 ? left : left % right);
  }

  static long zext(int value) {
    return value & 0xffffffffL;
  }
}
