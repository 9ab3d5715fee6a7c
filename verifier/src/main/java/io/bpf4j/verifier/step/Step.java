package io.bpf4j.verifier.step;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Raw;
import io.bpf4j.isa.Store;
import io.bpf4j.kernel.ReturnRange;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.check.Regions;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.flow.Targets;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.State;
import io.bpf4j.verifier.state.Widening;
import java.util.function.BiFunction;

/** Executes one instruction on what is known. */
public final class Step {
  /** The path ends here. */
  public static final int END = -1;

  private final MemoryStep memory;
  private final JumpStep jump;
  private final CallbackStep callback;
  private final BiFunction<Path, Integer, State> fork;

  /**
   * @param slots length of the program
   * @param fork remembers another branch: a copy of the path's state, to be walked from a pc on
   */
  public Step(int slots, BiFunction<Path, Integer, State> fork) {
    this.memory = new MemoryStep(slots);
    this.jump = new JumpStep(fork::apply);
    this.callback = new CallbackStep(fork::apply);
    this.fork = fork;
  }

  /**
   * Executes the instruction that the path is at.
   *
   * @return the pc to go on with, or {@link #END}
   */
  public int execute(Path path) {
    Instruction instruction = path.instruction();
    int next = path.pc() + instruction.slots();
    switch (instruction.kind()) {
      case ALU -> AluStep.alu(path, (Alu) instruction);
      case BYTE_SWAP -> AluStep.byteSwap(path, (ByteSwap) instruction);
      case LOAD_IMM64 -> loadImm64(path, (LoadImm64) instruction);
      case LOAD -> memory.load(path, (Load) instruction);
      case STORE -> {
        memory.store(path, (Store) instruction);
        path.endStore();
      }
      case ATOMIC -> {
        memory.atomic(path, (Atomic) instruction);
        path.endStore();
      }
      case JUMP -> next = jump.jump(path, (Jump) instruction);
      case GOTO -> next = Targets.jump(path.pc(), instruction);
      case CALL -> next = call(path, ((Call) instruction).callee(), next);
      case EXIT -> next = exit(path);
      case PACKET_LOAD -> next = packetLoad(path, (PacketLoad) instruction, next);
      case MAY_GOTO -> next = mayGoto(path, (MayGoto) instruction, next);
      case ADDR_SPACE_CAST -> throw path.unmodelled("addr_space_cast");
      case INDIRECT_GOTO -> throw path.unmodelled("gotox");
      case RAW -> throw reservedField(path, (Raw) instruction);
    }
    return next;
  }

  private static void loadImm64(Path path, LoadImm64 load) {
    int dst = load.dst().number();
    path.requireWritable(dst);
    Imm64 value = load.value();
    if (value instanceof Imm64.Number number) {
      path.set(dst, Reg.constant(number.value()));
    } else if (value instanceof Imm64.MapReference reference) {
      path.set(dst, Reg.mapPointer(map(path, reference.map())));
    } else if (value instanceof Imm64.MapValueReference reference) {
      path.set(dst, Reg.mapValue(map(path, reference.map()), reference.offset()));
    } else if (value instanceof Imm64.LocalFunction) {
      path.set(dst, CallbackStep.address(path, Targets.function(path.pc(), load)));
    } else {
      throw path.unmodelled("a 64-bit immediate that is " + value);
    }
  }

  private static MapSpec map(Path path, String name) {
    return path.program()
        .object()
        .map(name)
        .orElseThrow(
            () ->
                path.refuse(
                    Rule.UNKNOWN_MAP,
                    "fd is not pointing to valid bpf_map",
                    "the object defines no map " + name));
  }

  private int call(Path path, Callee callee, int next) {
    if (callee instanceof Callee.Helper helper) {
      HelperStep.call(path, helper.id(), callback);
      boolean mayEnd = helper.id() == Helper.TAIL_CALL.number() && path.state().depth() > 0;
      return mayEnd ? endSubprogram(path, next, Reg.UNKNOWN) : next;
    }
    if (callee instanceof Callee.Local local) {
      return SubprogramStep.call(path, path.pc() + 1 + local.offset());
    }
    throw path.unmodelled("a call of " + callee);
  }

  /**
   * Where an instruction may end the function: goes on with its end, and remembers that it may not.
   *
   * @param result what r0 then holds
   */
  private int endSubprogram(Path path, int next, Reg result) {
    fork.apply(path, next);
    PacketBounds.invalidate(path.state());
    path.set(0, result);
    return SubprogramStep.exit(path);
  }

  /** Goes on where the loop ends; remembers another round. */
  private int mayGoto(Path path, MayGoto mayGoto, int next) {
    State round = fork.apply(path, next);
    round.countRound();
    if (round.parent() != null) {
      Widening.widen(round, round.parent(), path.pc());
    }
    return Targets.jump(path.pc(), mayGoto);
  }

  private static int exit(Path path) {
    if (path.state().frame().isCallback()) {
      path.read(0);
      return CallbackStep.exit(path);
    }
    if (path.state().depth() > 0) {
      return SubprogramStep.exit(path);
    }
    References.requireNone(path);
    Reg result = path.read(0);
    ReturnRange range =
        path.profile()
            .returnRange(path.type(), path.program().spec().attachType())
            .orElseThrow(() -> path.unmodelled("return values of type " + path.type()));
    if (!range.isAny()) {
      checkReturn(path, result, range);
    }
    return END;
  }

  private static void checkReturn(Path path, Reg result, ReturnRange range) {
    boolean inRange =
        result.isScalar()
            && result.var().smin() >= range.least()
            && result.var().smax() <= range.greatest();
    if (!inRange) {
      throw path.refuse(
          Rule.RETURN_VALUE,
          result.isScalar()
              ? "At program exit the register R0 "
                  + described(result.var())
                  + " should have been in ["
                  + range.least()
                  + ", "
                  + range.greatest()
                  + "]"
              : "At program exit the register R0 is not a known value ("
                  + Path.kernelName(result)
                  + ")",
          "programs of type "
              + path.type()
              + " return "
              + range.least()
              + " to "
              + range.greatest());
    }
    path.requirePrecise(0);
  }

  /** The bounds of a returned number, in the words of the kernel's log. */
  static String described(Scalar value) {
    return "has smin=" + value.smin() + " smax=" + value.smax();
  }

  private int packetLoad(Path path, PacketLoad load, int next) {
    if (!Regions.hasPacketLoads(path.type())) {
      throw path.refuse(
          Rule.LEGACY_PACKET_LOAD,
          "BPF_LD_[ABS|IND] instructions not allowed for this program type",
          "only socket filters and traffic classifiers have the legacy packet loads");
    }
    Reg context = path.read(6);
    References.requireNone(path);
    if (context.kind() != RegKind.CTX) {
      throw path.refuse(
          Rule.LEGACY_PACKET_LOAD,
          "at the time of BPF_LD_ABS|IND R6 != pointer to skb",
          "r6 must hold the context");
    }
    if (load.index() != null) {
      path.read(load.index().number());
    }
    Regions.unmodified(path, 6, context);
    SubprogramStep.forgetCallerSaved(path.state());
    path.set(0, Reg.UNKNOWN);
    // A load past the packet's end returns 0 from the function that it is in.
    return path.state().depth() > 0 ? endSubprogram(path, next, Reg.ZERO) : next;
  }

  private static RuntimeException reservedField(Path path, Raw raw) {
    String name =
        switch (raw.opcode() & 0x07) {
          case 0x00 -> "BPF_LD_[ABS|IND]";
          case 0x01 -> "BPF_LDX";
          case 0x02 -> "BPF_ST";
          case 0x03 -> "BPF_STX";
          case 0x05, 0x06 ->
              switch (raw.opcode() & 0xf0) {
                case 0x00 -> "BPF_JA";
                case 0x80 -> "BPF_CALL";
                case 0x90 -> "BPF_EXIT";
                default -> "BPF_JMP/JMP32";
              };
          default ->
              switch (raw.opcode() & 0xf0) {
                case 0x80 -> "BPF_NEG";
                case 0xb0 -> "BPF_MOV";
                case 0xd0 -> "BPF_END";
                default -> "BPF_ALU";
              };
        };
    boolean badRegister = raw.dst() > 10 || raw.src() > 10;
    return path.refuse(
        Rule.RESERVED_FIELD,
        badRegister
            ? "R" + Math.max(raw.dst(), raw.src()) + " is invalid"
            : name + " uses reserved fields",
        raw + " has a field that must be zero, or a register that does not exist");
  }
}
