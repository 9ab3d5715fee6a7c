package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.verifier.Objects618.exitZero;
import static io.bpf4j.verifier.Objects618.of;
import static io.bpf4j.verifier.Objects618.socketFilter;
import static io.bpf4j.verifier.Objects618.with;
import static io.bpf4j.verifier.Objects618.withTyped;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.IndirectGoto;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Raw;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.rule.Rule;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Structure of a program: its instructions, jumps, calls, loops and budgets. */
final class FlowRules {
  private FlowRules() {}

  static Stream<RuleCase> cases() {
    return Stream.concat(structure(), Stream.concat(calls(), loops()));
  }

  private static Stream<RuleCase> structure() {
    ObjectSpec plain = socketFilter(Objects618::exitZero);
    return Stream.of(
        new RuleCase(
            Rule.EMPTY_PROGRAM,
            -1,
            "Argument list too long",
            of(ProgramType.SOCKET_FILTER, Code.of(List.of())),
            plain),
        new RuleCase(
            Rule.PROGRAM_TOO_LARGE,
            -1,
            "Argument list too long",
            straight(1_000_001),
            straight(1_000_000)),
        new RuleCase(
            Rule.PROGRAM_TOO_LARGE, -1, "too many subprograms", functions(257), functions(256)),
        new RuleCase(
            Rule.UNKNOWN_INSTRUCTION,
            1,
            "unknown opcode e7",
            socketFilter(b -> b.mov(R0, 0).with(new Raw(0xe7, 0, 0, (short) 0, 0)).exit()),
            plain),
        new RuleCase(
            Rule.UNKNOWN_INSTRUCTION,
            1,
            "unknown opcode 0d",
            socketFilter(b -> b.mov(R0, 0).with(new IndirectGoto(R0)).exit()),
            plain),
        new RuleCase(
            Rule.RESERVED_FIELD,
            1,
            "BPF_ALU uses reserved fields",
            socketFilter(b -> b.mov(R0, 0).with(new Raw(0x07, 0, 0, (short) 5, 1)).exit()),
            socketFilter(b -> b.mov(R0, 0).alu(AluOp.ADD, R0, 1).exit())),
        new RuleCase(
            Rule.JUMP_OUT_OF_RANGE,
            1,
            "jump out of range from insn 1 to 7",
            socketFilter(b -> b.mov(R0, 0).with(skip(5)).exit()),
            socketFilter(b -> b.mov(R0, 0).with(skip(0)).exit())),
        new RuleCase(
            Rule.JUMP_INTO_INSTRUCTION,
            2,
            "jump into the middle of ldimm64 insn 2",
            socketFilter(b -> b.mov(R0, 0).with(skip(1)).loadImm64(R0, 1L << 40).exit()),
            socketFilter(b -> b.mov(R0, 0).with(skip(2)).loadImm64(R0, 1L << 40).exit())),
        new RuleCase(
            Rule.UNREACHABLE_CODE,
            2,
            "unreachable insn 2",
            socketFilter(b -> b.mov(R0, 0).exit().mov(R0, 1).exit()),
            socketFilter(b -> b.mov(R0, 0).with(skip(1)).exit().mov(R0, 1).exit())),
        new RuleCase(
            Rule.FALL_THROUGH,
            1,
            "last insn is not an exit or jmp",
            socketFilter(b -> b.mov(R0, 0).mov(R1, 0)),
            plain));
  }

  private static ObjectSpec straight(int slots) {
    return socketFilter(
        b -> {
          for (int i = 1; i < slots; i++) {
            b.mov(R0, 0);
          }
          b.exit();
        });
  }

  /** The program calls all of the others. */
  private static ObjectSpec functions(int count) {
    ObjectSpec object =
        socketFilter(
            b -> {
              b.mov(R0, 0);
              for (int i = 1; i < count; i++) {
                b.callSubprogram("f" + i);
              }
              b.exit();
            });
    for (int i = 1; i < count; i++) {
      object = with(object, "f" + i, Objects618::exitZero);
    }
    return object;
  }

  private static Jump skip(int slots) {
    return new Jump(JumpOp.JEQ, Width.W64, R0, new Imm(0), (short) slots);
  }

  private static Stream<RuleCase> calls() {
    return Stream.of(
        new RuleCase(
            Rule.INVALID_CALL_TARGET,
            0,
            "call to invalid destination",
            socketFilter(b -> callAndExit(b, 100)),
            socketFilter(b -> callAndExit(b, 1))),
        new RuleCase(
            Rule.TOO_MANY_FRAMES, 14, "the call stack of 9 frames is too deep", chain(9), chain(8)),
        new RuleCase(
            Rule.STACK_TOO_DEEP,
            1,
            "combined stack size of 2 calls is 528. Too large",
            stacks(256, 264),
            stacks(256, 256)),
        new RuleCase(
            Rule.TAIL_CALL_STACK,
            2,
            "tail_calls are not allowed when call stack of previous frames is 256 bytes. Too large",
            withTyped(tailCaller(256), "jumps", FlowRules::tailCall),
            withTyped(tailCaller(240), "jumps", FlowRules::tailCall)),
        new RuleCase(
            Rule.TAIL_CALL_IN_SUBPROGRAM,
            7,
            "tail_call is not allowed in subprogs without BTF",
            with(tailCaller(8), "jumps", FlowRules::tailCall),
            withTyped(tailCaller(8), "jumps", FlowRules::tailCall)));
  }

  private static void callAndExit(CodeBuilder b, int distance) {
    b.with(new Call(new Callee.Local(distance))).exit();
    exitZero(b);
  }

  private static ObjectSpec chain(int frames) {
    ObjectSpec object = socketFilter(b -> b.callSubprogram("f2").exit());
    for (int i = 2; i < frames; i++) {
      String next = "f" + (i + 1);
      object = with(object, "f" + i, b -> b.callSubprogram(next).exit());
    }
    return with(object, "f" + frames, Objects618::exitZero);
  }

  private static ObjectSpec stacks(int caller, int callee) {
    ObjectSpec main =
        socketFilter(b -> b.store(Size.DW, R10, -caller, new Imm(0)).callSubprogram("f").exit());
    Consumer<CodeBuilder> f =
        b -> {
          b.store(Size.DW, R10, -callee, new Imm(0));
          exitZero(b);
        };
    return with(main, "f", f);
  }

  private static ObjectSpec tailCaller(int stack) {
    return socketFilter(
        b -> b.store(Size.DW, R10, -stack, new Imm(0)).mov(R0, 0).callSubprogram("jumps").exit());
  }

  static void tailCall(CodeBuilder b) {
    b.loadMap(R2, "programs").mov(R3, 0).callHelper(Helper.TAIL_CALL.number());
    exitZero(b);
  }

  private static Stream<RuleCase> loops() {
    return Stream.of(
        new RuleCase(
            Rule.INFINITE_LOOP,
            1,
            "infinite loop detected at insn 1",
            socketFilter(b -> b.mov(R0, 0).with(skip(-1)).exit()),
            counting(3)),
        new RuleCase(
            Rule.BUDGET_EXCEEDED,
            2,
            "BPF program is too large. Processed 1000001 insn",
            counting(500_000),
            counting(1000)),
        new RuleCase(
            Rule.TOO_MANY_BRANCHES,
            8193,
            "The sequence of 8193 jumps is too complex.",
            branches(8193),
            branches(8192)));
  }

  /** {@code r0 = 0; do { r0 += 1 } while (r0 != rounds)}. */
  static ObjectSpec counting(int rounds) {
    return socketFilter(
        b -> {
          Label again = b.newLabel("again");
          b.mov(R0, 0).bind(again).alu(AluOp.ADD, R0, 1).jump(JumpOp.JNE, R0, rounds, again).exit();
        });
  }

  /** As many open branches at one time. */
  static ObjectSpec branches(int count) {
    return socketFilter(
        b -> {
          Label end = b.newLabel("end");
          b.callHelper(Helper.KTIME_GET_NS.number());
          for (int i = 1; i <= count; i++) {
            b.jump(JumpOp.JEQ, R0, i * 2, end);
          }
          b.bind(end);
          exitZero(b);
        });
  }
}
