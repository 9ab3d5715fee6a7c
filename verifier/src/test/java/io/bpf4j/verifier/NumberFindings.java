package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R7;
import static io.bpf4j.isa.Register.R8;
import static io.bpf4j.isa.Register.R9;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Width;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What the kernel knows of numbers after arithmetic and comparisons. */
final class NumberFindings {
  private NumberFindings() {}

  static Stream<Finding> all() {
    return Stream.of(aroundZero(), bytes(), bitTests(), itself(), linked(), shifts())
        .flatMap(findings -> findings);
  }

  private static CodeBuilder unknown(CodeBuilder b) {
    return b.callHelper(ExplorationTest.TIME);
  }

  private static Stream<Finding> aroundZero() {
    // R8=scalar(smin=-8589934592,smax=8589934591), then R8=scalar(smin=smin32=0,smax=umax=7,...)
    BiConsumer<CodeBuilder, Label> setup =
        (b, out) -> {
          unknown(b).mov(R8, R0).alu(AluOp.ARSH, R8, 30);
          b.jump(JumpOp.JGT, R8, 7, out);
        };
    // R8=scalar(smin=-2147483648,smax=2147483647) with a lower half that is not negative.
    BiConsumer<CodeBuilder, Label> half =
        (b, out) -> {
          unknown(b).mov(R8, R0).alu(AluOp.ARSH, R8, 32);
          b.with(jump32(JumpOp.JSLT, 0, 2)).jump(JumpOp.JSGT, R8, -5, out);
        };
    return Stream.of(
        Finding.never("a range around zero is cut above", setup, R8, JumpOp.JSGT, 7),
        Finding.never("a range around zero is cut below", setup, R8, JumpOp.JSLT, 0),
        Finding.never("a lower half not negative is the whole", half, R8, JumpOp.JSLT, -5));
  }

  private static Jump jump32(JumpOp op, int value, int distance) {
    return new Jump(op, Width.W32, R8, new Imm(value), (short) distance);
  }

  private static BiConsumer<CodeBuilder, Label> swapped(ByteSwap.Order order, int mask) {
    return (b, out) ->
        unknown(b).mov(R8, R0).alu(AluOp.AND, R8, mask).with(new ByteSwap(order, 16, R8));
  }

  private static Stream<Finding> bytes() {
    BiConsumer<CodeBuilder, Label> swap = swapped(ByteSwap.Order.SWAP, 0xff);
    BiConsumer<CodeBuilder, Label> big = swapped(ByteSwap.Order.TO_BE, 0xff);
    BiConsumer<CodeBuilder, Label> little = swapped(ByteSwap.Order.TO_LE, 0x7ff0ff);
    return Stream.of(
        Finding.never("bswap16 keeps known bits", swap, R8, JumpOp.JSET, 0xff),
        Finding.possible("bswap16 moves unknown bits", swap, R8, JumpOp.JSET, 0x100),
        Finding.never("be16 swaps on a little-endian machine", big, R8, JumpOp.JSET, 0xff),
        Finding.never("le16 cuts off", little, R8, JumpOp.JGT, 0xf0ff),
        Finding.never("le16 does not swap", little, R8, JumpOp.JSET, 0xf00),
        Finding.possible("le16 keeps the lower byte", little, R8, JumpOp.JSET, 1));
  }

  private static Stream<Finding> bitTests() {
    BiConsumer<CodeBuilder, Label> failed =
        (b, out) -> {
          unknown(b).mov(R7, R0).alu(AluOp.AND, R7, 0xffff).jump(JumpOp.JLT, R7, 256, out);
          b.jump(JumpOp.JSET, R7, 3, out);
        };
    // R7=scalar(smin=umin=256,umax=0xffff) becomes R7=scalar(umax=0xfffc,var_off=(0x0; 0xfffc)).
    return Stream.of(
        Finding.never("a failed bit test clears bits", failed, R7, JumpOp.JGT, 0xfffc),
        Finding.possible("a failed bit test forgets ranges", failed, R7, JumpOp.JLT, 256));
  }

  private static Stream<Finding> itself() {
    BiConsumer<CodeBuilder, Label> narrowed =
        (b, out) -> {
          Label less = b.newLabel("less");
          unknown(b).mov(R8, R0).jump32(JumpOp.JSLT, R8, R8, less).goTo(out).bind(less);
        };
    BiConsumer<CodeBuilder, Label> contradiction =
        (b, out) -> {
          Label less = b.newLabel("less");
          unknown(b).mov(R8, R0).jump(JumpOp.JLT, R8, 5, out).jump(JumpOp.JGT, R8, 6, out);
          b.jump(JumpOp.JSLT, R8, R8, less).goTo(out).bind(less);
        };
    return Stream.of(
        Finding.never32("w8 s< w8 cuts off the top", narrowed, R8, JumpOp.JSGT, 0x7ffffffe),
        Finding.never32("w8 s< w8 cuts off the bottom", narrowed, R8, JumpOp.JSLT, -0x7fffffff),
        Finding.possible("w8 s< w8 cuts off no more", narrowed, R8, JumpOp.JEQ, 0x7ffffffe),
        Finding.never("a contradiction leaves the bits", contradiction, R8, JumpOp.JGT, 6),
        Finding.possible("a contradiction keeps the least", contradiction, R8, JumpOp.JEQ, 5),
        Finding.possible("a contradiction keeps the most", contradiction, R8, JumpOp.JEQ, 6));
  }

  private static Stream<Finding> linked() {
    BiConsumer<CodeBuilder, Label> wide =
        (b, out) -> {
          unknown(b).alu(AluOp.AND, R0, 0xff).mov(R7, R0).mov(R8, R7).alu(AluOp.ADD, R8, -1);
          b.jump(JumpOp.JGT, R8, 7, out);
        };
    BiConsumer<CodeBuilder, Label> narrow =
        (b, out) -> {
          unknown(b).alu(AluOp.AND, R0, 0xff).mov(R7, R0).mov(R8, R7);
          b.alu32(AluOp.SUB, R8, new Imm(3)).jump(JumpOp.JGT, R8, 7, out);
        };
    BiConsumer<CodeBuilder, Label> mixed =
        (b, out) -> {
          unknown(b).alu(AluOp.AND, R0, 0xff).mov(R7, R0).mov(R8, R7).mov(R9, R7);
          b.alu(AluOp.ADD, R8, 1).alu32(AluOp.ADD, R9, new Imm(1)).jump(JumpOp.JGT, R8, 7, out);
        };
    return Stream.of(
        Finding.never("r8 = r7 - 1 bounds r7 above", wide, R7, JumpOp.JGT, 8),
        Finding.never("r8 = r7 - 1 bounds r7 below", wide, R7, JumpOp.JEQ, 0),
        Finding.possible("r8 = r7 - 1 bounds r7 no more", wide, R7, JumpOp.JEQ, 8),
        Finding.never("w8 = w7 - 3 bounds r7 above", narrow, R7, JumpOp.JGT, 10),
        Finding.never("w8 = w7 - 3 bounds r7 below", narrow, R7, JumpOp.JLT, 3),
        Finding.possible("sums of 64 and 32 bits do not mix", mixed, R9, JumpOp.JGT, 7));
  }

  private static Stream<Finding> shifts() {
    // R7=scalar() although the lower half of r8 is known to be 0.
    BiConsumer<CodeBuilder, Label> setup =
        (b, out) -> {
          unknown(b).mov(R8, R0).alu(AluOp.LSH, R8, 32).mov(R7, 5).alu32(AluOp.LSH, R7, R8);
        };
    return Stream.of(
        Finding.possible("a shift looks at all of the amount", setup, R7, JumpOp.JNE, 5));
  }
}
