package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R9;
import static io.bpf4j.verifier.Objects618.exitZero;
import static io.bpf4j.verifier.Objects618.lookup;
import static io.bpf4j.verifier.Objects618.socketFilter;
import static io.bpf4j.verifier.Objects618.with;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.verifier.rule.Rule;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What registers hold, and what may be computed from it. */
final class ValueRules {
  private ValueRules() {}

  static Stream<RuleCase> cases() {
    return Stream.of(
        new RuleCase(
            Rule.UNINITIALIZED_REGISTER,
            0,
            "R2 !read_ok",
            socketFilter(b -> b.mov(R0, R2).exit()),
            socketFilter(b -> b.mov(R0, R1).mov(R0, 1).exit())),
        new RuleCase(
            Rule.FRAME_POINTER_WRITE,
            0,
            "frame pointer is read only",
            thenExit(b -> b.mov(R10, 0)),
            thenExit(b -> b.mov(R9, 0))),
        new RuleCase(
            Rule.POINTER_ARITHMETIC,
            0,
            "R1 pointer arithmetic with *= operator prohibited",
            thenExit(b -> b.alu(AluOp.MUL, R1, 2)),
            thenExit(b -> b.alu(AluOp.ADD, R1, 2))),
        new RuleCase(
            Rule.POINTER_ARITHMETIC_NULL,
            6,
            "R0 pointer arithmetic on map_value_or_null prohibited, null-check it first",
            moved(false),
            moved(true)),
        new RuleCase(
            Rule.POINTER_OFFSET_RANGE,
            1,
            "math between fp pointer and 536870912 is not allowed",
            thenExit(b -> b.mov(R2, R10).alu(AluOp.ADD, R2, 1 << 29)),
            thenExit(b -> b.mov(R2, R10).alu(AluOp.ADD, R2, (1 << 29) - 1))),
        new RuleCase(
            Rule.SCALAR_OPERATION,
            1,
            "div by zero",
            socketFilter(b -> b.mov(R0, 8).alu(AluOp.DIV, R0, 0).exit()),
            socketFilter(b -> b.mov(R0, 8).alu(AluOp.DIV, R0, 1).exit())),
        new RuleCase(
            Rule.SCALAR_OPERATION,
            1,
            "invalid shift 64",
            socketFilter(b -> b.mov(R0, 8).alu(AluOp.LSH, R0, 64).exit()),
            socketFilter(b -> b.mov(R0, 8).alu(AluOp.LSH, R0, 63).exit())),
        new RuleCase(
            Rule.RETURN_VALUE,
            4,
            "cannot return stack pointer to the caller",
            returning(R10),
            returning(R1)));
  }

  private static ObjectSpec thenExit(Consumer<CodeBuilder> body) {
    return socketFilter(body.andThen(Objects618::exitZero));
  }

  private static ObjectSpec moved(boolean checks) {
    return socketFilter(
        b -> {
          Label absent = b.newLabel("absent");
          lookup(b, Objects618.HASH, 0);
          if (checks) {
            b.jump(JumpOp.JEQ, R0, 0, absent);
          }
          b.alu(AluOp.ADD, R0, 8).bind(absent);
          exitZero(b);
        });
  }

  private static ObjectSpec returning(Register result) {
    return with(
        socketFilter(b -> exitZero(b.callSubprogram("f"))), "f", b -> b.mov(R0, result).exit());
  }
}
