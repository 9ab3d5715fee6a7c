package io.bpf4j.kernel;

/**
 * The values that a program may return in R0, as signed 64-bit numbers.
 *
 * @param least the smallest
 * @param greatest the greatest, not below {@code least}
 */
public record ReturnRange(long least, long greatest) {
  /** Every value, pointers too. */
  public static final ReturnRange ANY = new ReturnRange(Long.MIN_VALUE, Long.MAX_VALUE);

  public ReturnRange {
    if (least > greatest) {
      throw new IllegalArgumentException("empty range [" + least + ", " + greatest + "]");
    }
  }

  /** Whether nothing is checked: R0 may even be a pointer. */
  public boolean isAny() {
    return equals(ANY);
  }

  /** Whether a number may be returned. */
  public boolean contains(long value) {
    return value >= least && value <= greatest;
  }
}
