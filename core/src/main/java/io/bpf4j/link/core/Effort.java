package io.bpf4j.link.core;

/** How much is compared for one relocation: types can be nested so that it would never end. */
final class Effort {
  /** A kernel's largest struct takes some thousand steps. */
  private static final int STEPS = 20_000_000;

  private int left = STEPS;

  /** Takes steps off what is left. */
  void spend(int steps) {
    left -= steps;
    if (left < 0) {
      throw new Unrelocatable("its types take more than " + STEPS + " comparisons");
    }
  }
}
