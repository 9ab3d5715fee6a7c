package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R2;

import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import io.bpf4j.object.ObjectSpec;
import java.util.function.BiConsumer;

/**
 * A program, and what Linux 6.18.44 answered.
 *
 * @param what what it shows
 * @param object the program
 * @param message what the kernel said, null where it accepted
 */
record Finding(String what, ObjectSpec object, String message) {
  /** Read where a condition holds, which the verifier should know not to. */
  private static final String BAD = "R2 !read_ok";

  /** After {@code setup}, the kernel knows that {@code left op right} does not hold. */
  static Finding never(
      String what, BiConsumer<CodeBuilder, Label> setup, Register left, JumpOp op, int right) {
    return new Finding(what, asking(setup, Width.W64, left, op, right), null);
  }

  /** After {@code setup}, the kernel deems {@code left op right} possible. */
  static Finding possible(
      String what, BiConsumer<CodeBuilder, Label> setup, Register left, JumpOp op, int right) {
    return new Finding(what, asking(setup, Width.W64, left, op, right), BAD);
  }

  /** As {@link #never}, of the lower half. */
  static Finding never32(
      String what, BiConsumer<CodeBuilder, Label> setup, Register left, JumpOp op, int right) {
    return new Finding(what, asking(setup, Width.W32, left, op, right), null);
  }

  private static ObjectSpec asking(
      BiConsumer<CodeBuilder, Label> setup, Width width, Register left, JumpOp op, int right) {
    return Objects618.socketFilter(
        b -> {
          Label out = b.newLabel("out");
          Label bad = b.newLabel("bad");
          setup.accept(b, out);
          Jump jump = new Jump(op, width, left, new Imm(right), (short) 2);
          b.with(jump).bind(out).mov(R0, 0).exit();
          b.bind(bad).mov(R0, R2).exit();
        });
  }

  @Override
  public String toString() {
    return what;
  }
}
