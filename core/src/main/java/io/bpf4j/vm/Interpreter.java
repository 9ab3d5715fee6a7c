package io.bpf4j.vm;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Register;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * The machine: registers, frames and the main loop. One run at a time, which allocates nothing
 * unless it faults.
 */
final class Interpreter implements Callbacks {
  /** Kernel: MAX_CALL_FRAMES, MAX_BPF_STACK, MAX_TAIL_CALL_CNT and BPF_MAX_LOOPS. */
  static final int MAX_FRAMES = 8;

  static final int STACK_SIZE = 512;
  static final int MAX_TAIL_CALLS = 33;
  static final int MAX_MAY_GOTO = 8 * 1024 * 1024;

  private static final int SAVED = 4;

  /** The index after the last instruction of a frame. */
  private static final int LEFT = -1;

  private static final int R6 = 6;
  private static final int R10 = 10;

  private final Memory memory;
  private final HelperTable helpers;
  private final PacketBytes packet;
  private final Function<String, Lowered> programs;
  private final Tracer tracer;
  private final long budget;

  private final Region[] stacks = new Region[MAX_FRAMES];
  private final long[] stackTops = new long[MAX_FRAMES];
  private final long[] saved = new long[MAX_FRAMES * SAVED];
  private final int[] returns = new int[MAX_FRAMES];
  private final Lowered[] callers = new Lowered[MAX_FRAMES];
  private final int[] mayGotos = new int[MAX_FRAMES];
  private final long[] interrupted = new long[MAX_FRAMES * Lowered.FIRST_CONSTANT];
  private final Atomics atomics;
  private final Tracer.Registers view = new View();
  private long[] registers = new long[Lowered.FIRST_CONSTANT];

  /** The program that runs now; where a helper is called, the one that calls it. */
  private Lowered program;

  private int depth;
  private int tailCalls;

  /** How many instructions may still be executed; the loop's own count is ahead of it. */
  private long remaining;

  private long result;
  private Fault fault;

  /**
   * Makes a machine.
   *
   * @param tracer null for none
   */
  Interpreter(
      Memory memory,
      HelperTable helpers,
      PacketBytes packet,
      Function<String, Lowered> programs,
      Tracer tracer,
      long budget) {
    this.memory = memory;
    this.helpers = helpers;
    this.packet = packet;
    this.programs = programs;
    this.tracer = tracer;
    this.budget = budget;
    this.atomics = new Atomics(memory);
    for (int frame = 0; frame < MAX_FRAMES; frame++) {
      stacks[frame] = Region.of("stack frame " + frame, new byte[STACK_SIZE], true);
      stackTops[frame] = memory.add(stacks[frame]) + STACK_SIZE;
    }
  }

  /** What tracers see. */
  private final class View implements Tracer.Registers {
    @Override
    public long get(Register register) {
      return registers[register.number()];
    }

    @Override
    public int frame() {
      return depth;
    }

    @Override
    public long stack(int frame, int offset, int size) {
      Objects.checkIndex(frame, depth + 1);
      Objects.checkFromIndexSize(offset + STACK_SIZE, size, STACK_SIZE);
      return memory.get(stacks[frame].bytes, offset + STACK_SIZE, size);
    }
  }

  /**
   * Runs a program.
   *
   * @param context what R1 is
   * @param second what R2 is
   * @return its R0; 0 where it faulted
   */
  long run(Lowered first, long context, long second) {
    Arrays.fill(registers, 0, Lowered.FIRST_CONSTANT, 0);
    registers[1] = context;
    registers[2] = second;
    for (Region stack : stacks) {
      stack.end = 0;
    }
    depth = 0;
    tailCalls = 0;
    remaining = budget;
    result = 0;
    fault = null;
    openFrame(registers);
    try {
      result = execute(first, 0);
    } catch (FaultSignal signal) {
      remaining = signal.remaining();
      fault = signal.fault();
    }
    return result;
  }

  /** R0 of the last run; 0 where it faulted. */
  long result() {
    return result;
  }

  /** Why the last run ended early, null where its program returned. */
  Fault fault() {
    return fault;
  }

  /** How many instructions the last run executed. */
  long executed() {
    return budget - remaining;
  }

  @Override
  public long call(long function, long r1, long r2, long r3, long r4) {
    Region region = memory.regionOf(function);
    int index = Memory.offsetOf(function);
    if (region.code == null || index < 0 || index >= region.code.op.length) {
      throw Memory.badArgument(function, region, "is no function");
    }
    requireFrame();
    Lowered caller = program;
    int kept = depth * Lowered.FIRST_CONSTANT;
    System.arraycopy(registers, 0, interrupted, kept, Lowered.FIRST_CONSTANT);
    Arrays.fill(registers, 0, Lowered.FIRST_CONSTANT, 0);
    registers[1] = r1;
    registers[2] = r2;
    registers[3] = r3;
    registers[4] = r4;
    depth++;
    openFrame(registers);
    long result = execute(region.code, index);
    stacks[depth--].end = 0;
    // Another program may have brought its constants.
    System.arraycopy(interrupted, kept, enter(caller), 0, Lowered.FIRST_CONSTANT);
    return result;
  }

  private void requireFrame() {
    if (depth + 1 == MAX_FRAMES) {
      throw FaultSignal.of(Fault.Kind.CALL_DEPTH, "more than " + MAX_FRAMES + " frames");
    }
  }

  /** Gives the present depth an empty stack. */
  private void openFrame(long[] r) {
    Region stack = stacks[depth];
    stack.end = STACK_SIZE;
    Arrays.fill(stack.bytes, (byte) 0);
    r[R10] = stackTops[depth];
    mayGotos[depth] = 0;
  }

  /** Makes a program the one that runs; returns the registers, perhaps moved. */
  private long[] enter(Lowered next) {
    program = next;
    int needed = Lowered.FIRST_CONSTANT + next.constants.length;
    if (registers.length < needed) {
      registers = Arrays.copyOf(registers, needed);
    }
    System.arraycopy(next.constants, 0, registers, Lowered.FIRST_CONSTANT, next.constants.length);
    return registers;
  }

  private long callHelper(int id, long left) {
    remaining = left;
    return helpers.call(id, registers);
  }

  private long callKfunc(int number, long left) {
    remaining = left;
    return helpers.callKfunc(number, registers);
  }

  /** Whether may_goto goes, now that it is executed once more. */
  private boolean mayGoto() {
    if (mayGotos[depth] == MAX_MAY_GOTO) {
      return true;
    }
    mayGotos[depth]++;
    return false;
  }

  /** Executes until the present frame is left; returns R0. */
  private long execute(Lowered first, int entry) {
    int bottom = depth;
    Lowered p = first;
    long[] r = enter(p);
    int[] op = p.op;
    int i = entry;
    int at = entry;
    long left = remaining;
    try {
      for (; ; ) {
        at = i;
        if (left == 0) {
          throw FaultSignal.of(Fault.Kind.BUDGET, "the budget of " + budget + " instructions ends");
        }
        left--;
        Lowered here = p;
        int d = p.dst[i];
        int s = p.src[i];
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
          case Op.MOV32 -> r[d] = Arithmetic.zext((int) r[s]);
          case Op.MOVSX8_32 -> r[d] = Arithmetic.zext((byte) r[s]);
          case Op.MOVSX16_32 -> r[d] = Arithmetic.zext((short) r[s]);
          case Op.ARSH32 -> r[d] = Arithmetic.zext((int) r[d] >> r[s]);
          case Op.ZEXT16 -> r[d] &= 0xffff;
          case Op.SWAP16 -> r[d] = Short.reverseBytes((short) r[d]) & 0xffff;
          case Op.SWAP32 -> r[d] = Arithmetic.zext(Integer.reverseBytes((int) r[d]));
          case Op.SWAP64 -> r[d] = Long.reverseBytes(r[d]);
          case Op.NOP -> {}
          case Op.LOAD8 -> r[d] = memory.load(r[s] + p.arg[at], 1);
          case Op.LOAD16 -> r[d] = memory.load(r[s] + p.arg[at], 2);
          case Op.LOAD32 -> r[d] = memory.load(r[s] + p.arg[at], 4);
          case Op.LOAD64 -> r[d] = memory.load(r[s] + p.arg[at], 8);
          case Op.LOADSX8 -> r[d] = (byte) memory.load(r[s] + p.arg[at], 1);
          case Op.LOADSX16 -> r[d] = (short) memory.load(r[s] + p.arg[at], 2);
          case Op.LOADSX32 -> r[d] = (int) memory.load(r[s] + p.arg[at], 4);
          case Op.STORE8 -> memory.store(r[d] + p.arg[at], 1, r[s]);
          case Op.STORE16 -> memory.store(r[d] + p.arg[at], 2, r[s]);
          case Op.STORE32 -> memory.store(r[d] + p.arg[at], 4, r[s]);
          case Op.STORE64 -> memory.store(r[d] + p.arg[at], 8, r[s]);
          case Op.ATOMIC -> atomics.execute((Atomic) p.instructions[at], r);
          case Op.PACKET_LOAD -> {
            long loaded = packet.legacyLoad(p.arg[at] + (int) r[s], d);
            // Past the packet's end it is an exit with 0, as the kernel rewrites it.
            r[0] = Math.max(loaded, 0);
            i = loaded < 0 ? LEFT : i;
          }
          case Op.GOTO -> i = p.arg[at];
          case Op.MAY_GOTO -> i = mayGoto() ? p.arg[at] : i;
          case Op.CALL_HELPER -> {
            long result = callHelper(p.arg[at], left);
            left = remaining;
            r = registers;
            r[0] = result;
          }
          case Op.CALL_KFUNC -> {
            long result = callKfunc(p.arg[at], left);
            left = remaining;
            r = registers;
            r[0] = result;
          }
          case Op.CALL_LOCAL -> {
            requireFrame();
            System.arraycopy(r, R6, saved, depth * SAVED, SAVED);
            returns[depth] = i;
            callers[depth] = p;
            depth++;
            openFrame(r);
            i = p.arg[at];
          }
          case Op.TAIL_CALL -> {
            Lowered target = tailCallTarget(r);
            if (target != null) {
              tailCalls++;
              p = target;
              r = enter(p);
              op = p.op;
              openFrame(r);
              i = 0;
            }
          }
          case Op.EXIT -> i = LEFT;
          case Op.BAD_TARGET -> throw badTarget(p, at);
          case Op.JEQ64 -> i = r[d] == r[s] ? p.arg[at] : i;
          case Op.JGT64 -> i = Long.compareUnsigned(r[d], r[s]) > 0 ? p.arg[at] : i;
          case Op.JGE64 -> i = Long.compareUnsigned(r[d], r[s]) >= 0 ? p.arg[at] : i;
          case Op.JSET64 -> i = (r[d] & r[s]) != 0 ? p.arg[at] : i;
          case Op.JNE64 -> i = r[d] != r[s] ? p.arg[at] : i;
          case Op.JSGT64 -> i = r[d] > r[s] ? p.arg[at] : i;
          case Op.JSGE64 -> i = r[d] >= r[s] ? p.arg[at] : i;
          case Op.JLT64 -> i = Long.compareUnsigned(r[d], r[s]) < 0 ? p.arg[at] : i;
          case Op.JLE64 -> i = Long.compareUnsigned(r[d], r[s]) <= 0 ? p.arg[at] : i;
          case Op.JSLT64 -> i = r[d] < r[s] ? p.arg[at] : i;
          case Op.JSLE64 -> i = r[d] <= r[s] ? p.arg[at] : i;
          case Op.UNSUPPORTED -> throw unsupported(p, at);
          default -> i = jump32(op[at], (int) r[d], (int) r[s]) ? p.arg[at] : i;
        }
        if (i == LEFT && depth > bottom) {
          stacks[depth--].end = 0;
          System.arraycopy(saved, depth * SAVED, r, R6, SAVED);
          r[R10] = stackTops[depth];
          i = returns[depth];
          if (p != callers[depth]) {
            p = callers[depth];
            r = enter(p);
            op = p.op;
          }
        }
        if (tracer != null) {
          tracer.executed(here.name, here.pcs[at], view);
        }
        if (i == LEFT) {
          remaining = left;
          return r[0];
        }
      }
    } catch (FaultSignal signal) {
      throw signal.at(p, at, left);
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
  private Lowered tailCallTarget(long[] r) {
    MapStore map = memory.mapAt(r[2]);
    if (!(map instanceof ProgramArray array)) {
      throw FaultSignal.of(
          Fault.Kind.BAD_ARGUMENT, "tail call through map " + map.spec.name() + ", no prog array");
    }
    String target = tailCalls == MAX_TAIL_CALLS ? null : array.programAt(r[3] & 0xffffffffL);
    return target == null ? null : programs.apply(target);
  }

  private static FaultSignal badTarget(Lowered p, int at) {
    String message = "execution ran to slot " + p.pcs[at] + ", past the last instruction";
    return FaultSignal.of(Fault.Kind.BAD_TARGET, message + ", or jumped where no instruction is");
  }

  private static FaultSignal unsupported(Lowered p, int at) {
    Instruction instruction = p.instructions[at];
    return FaultSignal.of(Fault.Kind.UNSUPPORTED, "the VM cannot execute " + instruction);
  }
}
