package io.bpf4j.vm;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.Instruction;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The machine: registers, frames and the main loop. One run at a time; a run allocates nothing but
 * its result.
 */
final class Interpreter {
  /** Kernel: MAX_CALL_FRAMES, MAX_BPF_STACK, MAX_TAIL_CALL_CNT and BPF_MAX_LOOPS. */
  static final int MAX_FRAMES = 8;

  static final int STACK_SIZE = 512;
  static final int MAX_TAIL_CALLS = 33;
  static final int MAX_MAY_GOTO = 8 * 1024 * 1024;

  private static final int SAVED = 4;
  private static final int R6 = 6;
  private static final int R10 = 10;

  private final Memory memory;
  private final HelperTable helpers;
  private final Contexts contexts;
  private final PacketBytes packet;
  private final Function<String, Lowered> programs;
  private final Tracer tracer;
  private final long budget;

  private final long[] stackTops = new long[MAX_FRAMES];
  private final byte[][] stacks = new byte[MAX_FRAMES][STACK_SIZE];
  private final long[] saved = new long[MAX_FRAMES * SAVED];
  private final int[] returns = new int[MAX_FRAMES];
  private final Lowered[] callers = new Lowered[MAX_FRAMES];
  private final Atomics atomics;
  private long[] registers = new long[Lowered.FIRST_CONSTANT];
  private final Tracer.Registers view = register -> registers[register.number()];

  Interpreter(
      Memory memory,
      HelperTable helpers,
      Contexts contexts,
      Function<String, Lowered> programs,
      Tracer tracer,
      long budget) {
    this.memory = memory;
    this.helpers = helpers;
    this.contexts = contexts;
    this.packet = contexts.packet();
    this.programs = programs;
    this.tracer = tracer;
    this.budget = budget;
    this.atomics = new Atomics(memory);
    for (int frame = 0; frame < MAX_FRAMES; frame++) {
      Region region = Region.of("stack frame " + frame, stacks[frame], true);
      stackTops[frame] = memory.add(region) + STACK_SIZE;
    }
  }

  /** Puts a program's constants above the registers; returns the registers, perhaps moved. */
  private long[] enter(Lowered program) {
    int needed = Lowered.FIRST_CONSTANT + program.constants().length;
    if (registers.length < needed) {
      registers = Arrays.copyOf(registers, needed);
    }
    System.arraycopy(
        program.constants(), 0, registers, Lowered.FIRST_CONSTANT, program.constants().length);
    return registers;
  }

  /** Runs a program with R1 pointing to its context. */
  Run run(Lowered first, long context, long second) {
    Lowered program = first;
    long[] r = enter(program);
    Arrays.fill(r, 0, Lowered.FIRST_CONSTANT, 0);
    r[1] = context;
    r[2] = second;
    r[R10] = stackTops[0];
    Arrays.fill(stacks[0], (byte) 0);
    int[] op = program.op();
    int depth = 0;
    int tailCalls = 0;
    int mayGotos = 0;
    int i = 0;
    int at = 0;
    long executed = 0;
    try {
      for (; ; ) {
        at = i;
        if (executed == budget) {
          throw FaultSignal.of(Fault.Kind.BUDGET, "the budget of " + budget + " instructions ends");
        }
        executed++;
        int d = program.dst()[i];
        int s = program.src()[i];
        switch (op[i++]) {
          case Op.ADD64 -> r[d] += r[s];
          case Op.SUB64 -> r[d] -= r[s];
          case Op.MUL64 -> r[d] *= r[s];
          case Op.DIV64 -> r[d] = Arithmetic.div64(r[d], r[s]);
          case Op.SDIV64 -> r[d] = Arithmetic.sdiv64(r[d], r[s]);
          case Op.OR64 -> r[d] |= r[s];
          case Op.AND64 -> r[d] &= r[s];
          case Op.LSH64 -> r[d] <<= r[s];
          case Op.RSH64 -> r[d] >>>= r[s];
          case Op.NEG64 -> r[d] = -r[d];
          case Op.MOD64 -> r[d] = Arithmetic.mod64(r[d], r[s]);
          case Op.SMOD64 -> r[d] = Arithmetic.smod64(r[d], r[s]);
          case Op.XOR64 -> r[d] ^= r[s];
          case Op.MOV64 -> r[d] = r[s];
          case Op.MOVSX8_64 -> r[d] = (byte) r[s];
          case Op.MOVSX16_64 -> r[d] = (short) r[s];
          case Op.MOVSX32_64 -> r[d] = (int) r[s];
          case Op.ARSH64 -> r[d] >>= r[s];
          case Op.ADD32 -> r[d] = Arithmetic.zext((int) r[d] + (int) r[s]);
          case Op.SUB32 -> r[d] = Arithmetic.zext((int) r[d] - (int) r[s]);
          case Op.MUL32 -> r[d] = Arithmetic.zext((int) r[d] * (int) r[s]);
          case Op.DIV32 -> r[d] = Arithmetic.div32((int) r[d], (int) r[s]);
          case Op.SDIV32 -> r[d] = Arithmetic.sdiv32((int) r[d], (int) r[s]);
          case Op.OR32 -> r[d] = Arithmetic.zext((int) r[d] | (int) r[s]);
          case Op.AND32 -> r[d] = Arithmetic.zext((int) r[d] & (int) r[s]);
          case Op.LSH32 -> r[d] = Arithmetic.zext((int) r[d] << r[s]);
          case Op.RSH32 -> r[d] = Arithmetic.zext((int) r[d] >>> r[s]);
          case Op.NEG32 -> r[d] = Arithmetic.zext(-(int) r[d]);
          case Op.MOD32 -> r[d] = Arithmetic.mod32((int) r[d], (int) r[s]);
          case Op.SMOD32 -> r[d] = Arithmetic.smod32((int) r[d], (int) r[s]);
          case Op.XOR32 -> r[d] = Arithmetic.zext((int) r[d] ^ (int) r[s]);
          case Op.MOV32, Op.ZEXT32 ->
              r[d] = Arithmetic.zext((int) (op[at] == Op.MOV32 ? r[s] : r[d]));
          case Op.MOVSX8_32 -> r[d] = Arithmetic.zext((byte) r[s]);
          case Op.MOVSX16_32 -> r[d] = Arithmetic.zext((short) r[s]);
          case Op.ARSH32 -> r[d] = Arithmetic.zext((int) r[d] >> r[s]);
          case Op.ZEXT16 -> r[d] &= 0xffff;
          case Op.SWAP16 -> r[d] = Short.reverseBytes((short) r[d]) & 0xffff;
          case Op.SWAP32 -> r[d] = Arithmetic.zext(Integer.reverseBytes((int) r[d]));
          case Op.SWAP64 -> r[d] = Long.reverseBytes(r[d]);
          case Op.NOP -> {}
          case Op.LOAD8 -> r[d] = memory.load(r[s] + program.arg()[at], 1);
          case Op.LOAD16 -> r[d] = memory.load(r[s] + program.arg()[at], 2);
          case Op.LOAD32 -> r[d] = memory.load(r[s] + program.arg()[at], 4);
          case Op.LOAD64 -> r[d] = memory.load(r[s] + program.arg()[at], 8);
          case Op.LOADSX8 -> r[d] = (byte) memory.load(r[s] + program.arg()[at], 1);
          case Op.LOADSX16 -> r[d] = (short) memory.load(r[s] + program.arg()[at], 2);
          case Op.LOADSX32 -> r[d] = (int) memory.load(r[s] + program.arg()[at], 4);
          case Op.STORE8 -> memory.store(r[d] + program.arg()[at], 1, r[s]);
          case Op.STORE16 -> memory.store(r[d] + program.arg()[at], 2, r[s]);
          case Op.STORE32 -> memory.store(r[d] + program.arg()[at], 4, r[s]);
          case Op.STORE64 -> memory.store(r[d] + program.arg()[at], 8, r[s]);
          case Op.ATOMIC -> atomics.execute((Atomic) program.instructions()[at], r);
          case Op.PACKET_LOAD -> {
            long loaded = packet.legacyLoad(program.arg()[at] + (int) r[s], d);
            if (loaded < 0) {
              // A legacy load past the packet's end ends the program with 0 (RFC 9669, 5.5).
              return contexts.leave(0, null, executed);
            }
            r[0] = loaded;
          }
          case Op.GOTO -> i = program.arg()[at];
          case Op.MAY_GOTO -> {
            if (mayGotos++ == MAX_MAY_GOTO) {
              mayGotos--;
              i = program.arg()[at];
            }
          }
          case Op.CALL_HELPER -> r[0] = helpers.call(program.arg()[at], r);
          case Op.CALL_KFUNC -> r[0] = helpers.callKfunc(program.arg()[at], r);
          case Op.CALL_LOCAL -> {
            if (depth + 1 == MAX_FRAMES) {
              throw FaultSignal.of(Fault.Kind.CALL_DEPTH, "more than " + MAX_FRAMES + " frames");
            }
            System.arraycopy(r, R6, saved, depth * SAVED, SAVED);
            returns[depth] = i;
            callers[depth] = program;
            depth++;
            r[R10] = stackTops[depth];
            Arrays.fill(stacks[depth], (byte) 0);
            i = program.arg()[at];
          }
          case Op.TAIL_CALL -> {
            Lowered target = tailCallTarget(r, tailCalls);
            if (target != null) {
              tailCalls++;
              program = target;
              op = program.op();
              r = enter(program);
              r[R10] = stackTops[depth];
              Arrays.fill(stacks[depth], (byte) 0);
              i = 0;
            }
          }
          case Op.EXIT -> {
            if (depth == 0) {
              if (tracer != null) {
                tracer.executed(program.name(), program.pcs()[at], view);
              }
              return contexts.leave(r[0], null, executed);
            }
            depth--;
            System.arraycopy(saved, depth * SAVED, r, R6, SAVED);
            r[R10] = stackTops[depth];
            i = returns[depth];
            if (program != callers[depth]) {
              program = callers[depth];
              op = program.op();
              r = enter(program);
            }
          }
          case Op.BAD_TARGET -> throw badTarget(program, at);
          case Op.JEQ64 -> i = r[d] == r[s] ? program.arg()[at] : i;
          case Op.JGT64 -> i = Long.compareUnsigned(r[d], r[s]) > 0 ? program.arg()[at] : i;
          case Op.JGE64 -> i = Long.compareUnsigned(r[d], r[s]) >= 0 ? program.arg()[at] : i;
          case Op.JSET64 -> i = (r[d] & r[s]) != 0 ? program.arg()[at] : i;
          case Op.JNE64 -> i = r[d] != r[s] ? program.arg()[at] : i;
          case Op.JSGT64 -> i = r[d] > r[s] ? program.arg()[at] : i;
          case Op.JSGE64 -> i = r[d] >= r[s] ? program.arg()[at] : i;
          case Op.JLT64 -> i = Long.compareUnsigned(r[d], r[s]) < 0 ? program.arg()[at] : i;
          case Op.JLE64 -> i = Long.compareUnsigned(r[d], r[s]) <= 0 ? program.arg()[at] : i;
          case Op.JSLT64 -> i = r[d] < r[s] ? program.arg()[at] : i;
          case Op.JSLE64 -> i = r[d] <= r[s] ? program.arg()[at] : i;
          case Op.UNSUPPORTED -> throw unsupported(program, at);
          default -> i = jump32(op[at], (int) r[d], (int) r[s]) ? program.arg()[at] : i;
        }
        if (tracer != null) {
          tracer.executed(program.name(), program.pcs()[at], view);
        }
      }
    } catch (FaultSignal signal) {
      Fault fault = signal.at(program.name(), program.pcs()[at]);
      return contexts.leave(0, fault, executed);
    }
  }

  private static boolean jump32(int op, int left, int right) {
    return switch (op) {
      case Op.JEQ32 -> left == right;
      case Op.JGT32 -> Integer.compareUnsigned(left, right) > 0;
      case Op.JGE32 -> Integer.compareUnsigned(left, right) >= 0;
      case Op.JSET32 -> (left & right) != 0;
      case Op.JNE32 -> left != right;
      case Op.JSGT32 -> left > right;
      case Op.JSGE32 -> left >= right;
      case Op.JLT32 -> Integer.compareUnsigned(left, right) < 0;
      case Op.JLE32 -> Integer.compareUnsigned(left, right) <= 0;
      case Op.JSLT32 -> left < right;
      case Op.JSLE32 -> left <= right;
      default -> throw new IllegalStateException("no operation " + op);
    };
  }

  /** The program that a tail call goes to, null where it fails and execution goes on. */
  private Lowered tailCallTarget(long[] r, int done) {
    MapStore map = memory.mapAt(r[2]);
    if (!(map instanceof ProgramArray array)) {
      throw FaultSignal.of(
          Fault.Kind.BAD_ARGUMENT, "tail call through map " + map.spec.name() + ", no prog array");
    }
    String target = done == MAX_TAIL_CALLS ? null : array.programAt(r[3] & 0xffffffffL);
    return target == null ? null : programs.apply(target);
  }

  private static FaultSignal badTarget(Lowered program, int at) {
    String message = "execution ran to slot " + program.pcs()[at] + ", past the last instruction";
    return FaultSignal.of(Fault.Kind.BAD_TARGET, message + ", or jumped where no instruction is");
  }

  private static FaultSignal unsupported(Lowered program, int at) {
    Instruction instruction = program.instructions()[at];
    return FaultSignal.of(Fault.Kind.UNSUPPORTED, "the VM cannot execute " + instruction);
  }
}
