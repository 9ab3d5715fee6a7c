package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;
import io.bpf4j.kernel.Feature;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.ProgramType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the kernel has each feature that a program without BTF can show. */
@RequiresKernel
class FeatureTest {
  /** Shown by programs with BTF, maps of other types, or flags: not here. */
  private static final Set<Feature> NOT_TRIED =
      EnumSet.of(
          Feature.GLOBAL_FUNCTIONS,
          Feature.SUBPROGRAMS_WITH_TAIL_CALLS,
          Feature.CALLBACK_LOOPS,
          Feature.OPEN_CODED_ITERATORS,
          Feature.INDIRECT_GOTO,
          Feature.ADDR_SPACE_CAST,
          Feature.KFUNCS,
          Feature.MAP_INDEX_IMMEDIATES,
          Feature.KERNEL_VARIABLES,
          Feature.XDP_FRAGMENTS,
          Feature.SLEEPABLE_PROGRAMS,
          Feature.EXCEPTIONS);

  private final Probe probe = new Probe();

  @AfterEach
  void close() {
    probe.close();
  }

  static List<Feature> tried() {
    return Arrays.stream(Feature.values()).filter(f -> !NOT_TRIED.contains(f)).toList();
  }

  @ParameterizedTest
  @MethodSource("tried")
  void theProfileAnswersAsTheKernelDoes(Feature feature) {
    Stage.createMaps(probe);
    Code code =
        Code.build(
            c -> {
              c.mov(Register.R6, Register.R1);
              c.store(Size.DW, Register.R10, -8, new Imm(0));
              c.callHelper(Helper.GET_PRANDOM_U32.number()).mov(Register.R7, Register.R0);
              use(feature, c);
            });
    KernelVerdict verdict = probe.ask(new Variant(ProgramType.SOCKET_FILTER, null), code);
    assertThat(verdict.accepted())
        .as(verdict.reason())
        .isEqualTo(KernelProfile.builtIn("6.18").has(feature));
  }

  /** R6 is the context, R7 a number of which nothing is known; 8 bytes of stack are zero. */
  private static void use(Feature feature, CodeBuilder c) {
    switch (feature) {
      case SUBPROGRAMS -> {
        c.with(new Call(new Callee.Local(1))).exit();
        end(c);
        return;
      }
      case BOUNDED_LOOPS -> loop(c);
      case MAY_GOTO -> c.with(new MayGoto((short) 1)).with(new Goto(-2, false));
      case JUMP_32 -> ifThen(JumpOp.JLT, Width.W32, 5, c);
      case ATOMIC_FETCH -> atomic(AtomicOp.FETCH_ADD, c);
      case LOAD_ACQUIRE_STORE_RELEASE -> {
        atomic(AtomicOp.LOAD_ACQ, c);
        atomic(AtomicOp.STORE_REL, c);
      }
      case GOTOL -> c.with(new Goto(0, true));
      case SIGN_EXTENDING_LOADS ->
          c.with(new Load(Size.B, true, Register.R1, Register.R10, (short) -8));
      case SIGN_EXTENDING_MOVES -> c.alu(AluOp.MOVSX8, Register.R7, Register.R7);
      case SIGNED_DIVISION -> c.alu(AluOp.SDIV, Register.R7, Register.R7);
      case UNCONDITIONAL_BYTE_SWAP -> c.with(new ByteSwap(ByteSwap.Order.SWAP, 32, Register.R7));
      case LEGACY_PACKET_LOADS -> c.with(new PacketLoad(Size.B, null, 0));
      case GLOBAL_DATA ->
          c.with(new LoadImm64(Register.R1, new Imm64.MapValueReference(Stage.VALUE_MAP, 4)));
      case VARIABLE_STACK_READS -> {
        variableStack(c);
        c.load(Size.B, Register.R1, Register.R1, 0);
      }
      case VARIABLE_STACK_WRITES -> {
        variableStack(c);
        c.store(Size.B, Register.R1, 0, Register.R7);
      }
      case UNINITIALIZED_STACK_READS -> c.load(Size.DW, Register.R1, Register.R10, -64);
      case POINTER_RETURNS -> {
        c.mov(Register.R0, Register.R10).exit();
        return;
      }
      case CONTEXT_IMMEDIATE_STORES -> c.store(Size.W, Register.R6, 48, new Imm(1));
      case NOT_EQUAL_REFINES_BOUNDS -> notEqual(c);
      case NARROW_SPILL_KEEPS_BOUNDS -> narrowSpill(c);
      default -> throw new AssertionError("no program for " + feature);
    }
    end(c);
  }

  private static void end(CodeBuilder c) {
    c.mov(Register.R0, 0).exit();
  }

  private static void loop(CodeBuilder c) {
    Label again = c.newLabel("again");
    c.mov(Register.R1, 0).bind(again).alu(AluOp.ADD, Register.R1, 1);
    c.jump(JumpOp.JLT, Register.R1, 100, again);
  }

  private static void ifThen(JumpOp op, Width width, int value, CodeBuilder c) {
    Label end = c.newLabel("end");
    if (width == Width.W32) {
      c.jump32(op, Register.R7, new Imm(value), end);
    } else {
      c.jump(op, Register.R7, value, end);
    }
    c.bind(end);
  }

  private static void atomic(AtomicOp op, CodeBuilder c) {
    c.mov(Register.R1, 1).with(new Atomic(op, Size.DW, Register.R10, (short) -8, Register.R1));
  }

  private static void variableStack(CodeBuilder c) {
    c.mov(Register.R1, Register.R10).alu(AluOp.ADD, Register.R1, -8);
    c.alu(AluOp.AND, Register.R7, 7).alu(AluOp.ADD, Register.R1, Register.R7);
  }

  /** From 0 to 64, and not 64: below 64. */
  private static void notEqual(CodeBuilder c) {
    Label end = c.newLabel("end");
    c.jump(JumpOp.JGT, Register.R7, 64, end).jump(JumpOp.JEQ, Register.R7, 64, end);
    readAtR7(c);
    c.bind(end);
  }

  private static void narrowSpill(CodeBuilder c) {
    c.alu(AluOp.AND, Register.R7, 63);
    c.store(Size.W, Register.R10, -16, Register.R7).load(Size.W, Register.R7, Register.R10, -16);
    readAtR7(c);
  }

  /** A read of the map's value of 64 bytes at R7: accepted only where R7 is known below 64. */
  private static void readAtR7(CodeBuilder c) {
    c.with(new LoadImm64(Register.R1, new Imm64.MapValueReference(Stage.VALUE_MAP, 0)));
    c.with(new Alu(AluOp.ADD, Width.W64, Register.R1, Register.R7));
    c.load(Size.B, Register.R1, Register.R1, 0);
  }
}
