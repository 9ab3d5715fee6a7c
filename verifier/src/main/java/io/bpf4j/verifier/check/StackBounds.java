package io.bpf4j.verifier.check;

import io.bpf4j.verifier.domain.PointerOffset;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;

/** What an access to the stack requires of its place. */
public final class StackBounds {
  /** Bytes of stack of one frame (kernel: MAX_BPF_STACK). */
  static final int MAX_STACK = 512;

  private StackBounds() {}

  /**
   * The lowest byte that an access through {@code reg} may touch, relative to the frame pointer.
   */
  public static int lowest(Reg reg, int off) {
    return (int) (off + (reg.var().isConstant() ? reg.var().value() : reg.var().smin()));
  }

  /** The highest first byte of such an access. */
  public static int highest(Reg reg, int off) {
    return (int) (off + (reg.var().isConstant() ? reg.var().value() : reg.var().smax()));
  }

  /**
   * Checks that {@code size} bytes at {@code off} (the pointer's own fixed offset included) lie in
   * the 512 bytes of the frame, and makes the frame deep enough.
   *
   * @param access what the kernel's log calls it: " read from", " write to" or " indirect access
   *     to"
   */
  public static void within(Path path, int regNo, Reg reg, int off, int size, String access) {
    Scalar var = reg.var();
    boolean fixed = var.isConstant();
    if (!fixed && (var.smax() >= PointerOffset.LIMIT || var.smin() <= -PointerOffset.LIMIT)) {
      throw path.refuse(
          Rule.STACK_BOUNDS,
          "invalid unbounded variable-offset" + access + " stack R" + regNo,
          "the variable offset in r" + regNo + " has no bounds");
    }
    long least = off + (fixed ? var.value() : var.smin());
    long most = off + (fixed ? var.value() : var.smax()) + size;
    if (least < -MAX_STACK || least > -1 || most > 0 || size < 0) {
      throw path.refuse(
          Rule.STACK_BOUNDS,
          fixed
              ? "invalid" + access + " stack R" + regNo + " off=" + least + " size=" + size
              : "invalid variable-offset"
                  + access
                  + " stack R"
                  + regNo
                  + " var_off="
                  + var.bits()
                  + " off="
                  + off
                  + " size="
                  + size,
          "bytes " + least + " to " + (most - 1) + " of the frame are needed, it has -512 to -1");
    }
    path.state().frame(reg.frame()).reserve((int) (-least + 7) / 8);
    path.useStack(reg.frame(), (int) least);
  }
}
