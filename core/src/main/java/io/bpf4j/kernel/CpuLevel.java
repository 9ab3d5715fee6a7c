package io.bpf4j.kernel;

import java.util.EnumSet;
import java.util.Set;

/** The levels of the instruction set that compilers offer ({@code -mcpu} of LLVM's BPF target). */
public enum CpuLevel {
  /** The first instruction set. */
  V1,
  /** With jumps on less than (4.14). */
  V2,
  /** With 32-bit jumps (5.1); compilers use 32-bit arithmetic from here on. */
  V3(Feature.JUMP_32),
  /** With sign extension, signed division, unconditional byte swaps and long jumps (6.6). */
  V4(
      Feature.JUMP_32,
      Feature.SIGN_EXTENDING_LOADS,
      Feature.SIGN_EXTENDING_MOVES,
      Feature.SIGNED_DIVISION,
      Feature.UNCONDITIONAL_BYTE_SWAP,
      Feature.GOTOL);

  private final Set<Feature> needs;

  CpuLevel(Feature... needs) {
    EnumSet<Feature> set = EnumSet.noneOf(Feature.class);
    set.addAll(Set.of(needs));
    this.needs = Set.copyOf(set);
  }

  /** The features that a kernel must have to run every instruction of this level. */
  public Set<Feature> needs() {
    return needs;
  }

  /** Whether a kernel has all of this level. */
  public boolean isIn(KernelProfile profile) {
    return needs.stream().allMatch(profile::has);
  }
}
