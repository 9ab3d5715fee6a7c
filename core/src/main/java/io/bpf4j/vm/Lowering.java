package io.bpf4j.vm;

import io.bpf4j.isa.AddrSpaceCast;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Store;
import io.bpf4j.isa.Width;
import io.bpf4j.uapi.Helper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Turns a linked program's code into {@link Lowered} form. */
final class Lowering {
  /** Tells the address that a 64-bit immediate stands for. */
  interface Addresses {
    /** Null where the VM has no address for it. */
    Long addressOf(Imm64 reference);
  }

  private final Code code;
  private final Addresses addresses;
  private final ToIntFunction<String> kfuncs;
  private final boolean bigEndian;
  private final int[] op;
  private final int[] dst;
  private final int[] src;
  private final int[] arg;
  private final int[] pcs;
  private final Instruction[] instructions;
  private final Map<Long, Integer> constants = new HashMap<>();
  private final List<Long> constantValues = new ArrayList<>();
  private final long codeAddress;
  private int at;

  private Lowering(
      Code code,
      Addresses addresses,
      long codeAddress,
      ToIntFunction<String> kfuncs,
      boolean bigEndian) {
    this.code = code;
    this.codeAddress = codeAddress;
    this.addresses = addresses;
    this.kfuncs = kfuncs;
    this.bigEndian = bigEndian;
    // One more than there are: the place that runs off the end and wrong jumps lead to.
    int length = code.instructions().size() + 1;
    op = new int[length];
    dst = new int[length];
    src = new int[length];
    arg = new int[length];
    pcs = new int[length];
    instructions = code.instructions().toArray(new Instruction[length]);
  }

  /**
   * Lowers a program.
   *
   * @param codeAddress address of the program's first instruction; an index more is the next one's
   * @param kfuncs the number of a kfunc by its name, -1 where there is none
   */
  static Lowered lower(
      String name,
      Code code,
      Addresses addresses,
      long codeAddress,
      ToIntFunction<String> kfuncs,
      boolean bigEndian) {
    Lowering lowering = new Lowering(code, addresses, codeAddress, kfuncs, bigEndian);
    lowering.run();
    long[] values = lowering.constantValues.stream().mapToLong(Long::longValue).toArray();
    return new Lowered(
        name,
        lowering.op,
        lowering.dst,
        lowering.src,
        lowering.arg,
        lowering.pcs,
        values,
        lowering.instructions);
  }

  private void run() {
    int end = code.instructions().size();
    for (at = 0; at < end; at++) {
      pcs[at] = code.pcOf(at);
      lower(instructions[at]);
    }
    pcs[end] = code.slots();
    op[end] = Op.BAD_TARGET;
  }

  private void lower(Instruction instruction) {
    switch (instruction.kind()) {
      case ALU -> alu((Alu) instruction);
      case BYTE_SWAP -> byteSwap((ByteSwap) instruction);
      case LOAD_IMM64 -> wide((LoadImm64) instruction);
      case LOAD -> load((Load) instruction);
      case STORE -> store((Store) instruction);
      case ATOMIC -> {
        Atomic i = (Atomic) instruction;
        set(Op.ATOMIC, i.base().number(), i.src().number(), i.offset());
      }
      case JUMP -> jump((Jump) instruction);
      case GOTO -> set(Op.GOTO, 0, 0, target(((Goto) instruction).offset()));
      case MAY_GOTO -> set(Op.MAY_GOTO, 0, 0, target(((MayGoto) instruction).offset()));
      case CALL -> call(((Call) instruction).callee());
      case EXIT -> set(Op.EXIT, 0, 0, 0);
      case PACKET_LOAD -> {
        PacketLoad i = (PacketLoad) instruction;
        int index = i.index() == null ? constant(0) : i.index().number();
        set(Op.PACKET_LOAD, i.size().bytes(), index, i.offset());
      }
      case ADDR_SPACE_CAST -> {
        // There is one address space here, so that a pointer into an arena is the same in both.
        AddrSpaceCast i = (AddrSpaceCast) instruction;
        set(Op.MOV64, i.dst().number(), i.src().number(), 0);
      }
      case INDIRECT_GOTO, RAW -> set(Op.UNSUPPORTED, 0, 0, 0);
    }
  }

  private void set(int itsOp, int itsDst, int itsSrc, int itsArg) {
    op[at] = itsOp;
    dst[at] = itsDst;
    src[at] = itsSrc;
    arg[at] = itsArg;
  }

  private int constant(long value) {
    return constants.computeIfAbsent(
        value,
        v -> {
          constantValues.add(v);
          return Lowered.FIRST_CONSTANT + constantValues.size() - 1;
        });
  }

  private int operand(Operand operand) {
    return operand instanceof Register register
        ? register.number()
        : constant(((Imm) operand).value());
  }

  private void alu(Alu i) {
    int base =
        switch (i.op()) {
          case ADD -> Op.ADD64;
          case SUB -> Op.SUB64;
          case MUL -> Op.MUL64;
          case DIV -> Op.DIV64;
          case SDIV -> Op.SDIV64;
          case OR -> Op.OR64;
          case AND -> Op.AND64;
          case LSH -> Op.LSH64;
          case RSH -> Op.RSH64;
          case NEG -> Op.NEG64;
          case MOD -> Op.MOD64;
          case SMOD -> Op.SMOD64;
          case XOR -> Op.XOR64;
          case MOV -> Op.MOV64;
          case MOVSX8 -> Op.MOVSX8_64;
          case MOVSX16 -> Op.MOVSX16_64;
          case MOVSX32 -> Op.MOVSX32_64;
          case ARSH -> Op.ARSH64;
        };
    int source = i.op() == AluOp.NEG ? i.dst().number() : operand(i.src());
    set(i.width() == Width.W64 ? base : base + Op.ALU32, i.dst().number(), source, 0);
  }

  private void byteSwap(ByteSwap i) {
    boolean swaps =
        switch (i.order()) {
          case SWAP -> true;
          case TO_BE -> !bigEndian;
          case TO_LE -> bigEndian;
        };
    int itsOp =
        switch (i.bits()) {
          case 16 -> swaps ? Op.SWAP16 : Op.ZEXT16;
          case 32 -> swaps ? Op.SWAP32 : Op.MOV32;
          default -> swaps ? Op.SWAP64 : Op.NOP;
        };
    set(itsOp, i.dst().number(), i.dst().number(), 0);
  }

  private void wide(LoadImm64 i) {
    if (i.value() instanceof Imm64.Number number) {
      set(Op.MOV64, i.dst().number(), constant(number.value()), 0);
      return;
    }
    Long address =
        i.value() instanceof Imm64.LocalFunction function
            ? Long.valueOf(function(function.offset()))
            : addresses.addressOf(i.value());
    if (address == null) {
      set(Op.UNSUPPORTED, 0, 0, 0);
    } else {
      set(Op.MOV64, i.dst().number(), constant(address), 0);
    }
  }

  private long function(int distance) {
    return codeAddress + target(distance);
  }

  private void load(Load i) {
    int itsOp =
        switch (i.size()) {
          case B -> i.signed() ? Op.LOADSX8 : Op.LOAD8;
          case H -> i.signed() ? Op.LOADSX16 : Op.LOAD16;
          case W -> i.signed() ? Op.LOADSX32 : Op.LOAD32;
          case DW -> Op.LOAD64;
        };
    set(itsOp, i.dst().number(), i.base().number(), i.offset());
  }

  private void store(Store i) {
    int itsOp =
        switch (i.size()) {
          case B -> Op.STORE8;
          case H -> Op.STORE16;
          case W -> Op.STORE32;
          case DW -> Op.STORE64;
        };
    set(itsOp, i.base().number(), operand(i.src()), i.offset());
  }

  private void jump(Jump i) {
    int base = number(i.op());
    int itsOp = i.width() == Width.W64 ? base : base + Op.JUMP32;
    set(itsOp, i.dst().number(), operand(i.src()), target(i.offset()));
  }

  private static int number(JumpOp op) {
    return switch (op) {
      case JEQ -> Op.JEQ64;
      case JGT -> Op.JGT64;
      case JGE -> Op.JGE64;
      case JSET -> Op.JSET64;
      case JNE -> Op.JNE64;
      case JSGT -> Op.JSGT64;
      case JSGE -> Op.JSGE64;
      case JLT -> Op.JLT64;
      case JLE -> Op.JLE64;
      case JSLT -> Op.JSLT64;
      case JSLE -> Op.JSLE64;
    };
  }

  private void call(Callee callee) {
    if (callee instanceof Callee.Helper helper) {
      boolean tail = helper.id() == Helper.TAIL_CALL.number();
      set(tail ? Op.TAIL_CALL : Op.CALL_HELPER, 0, 0, helper.id());
    } else if (callee instanceof Callee.Local local) {
      set(Op.CALL_LOCAL, 0, 0, target(local.offset()));
    } else if (callee instanceof Callee.Kfunc kfunc && kfuncs.applyAsInt(kfunc.name()) >= 0) {
      set(Op.CALL_KFUNC, 0, 0, kfuncs.applyAsInt(kfunc.name()));
    } else {
      set(Op.UNSUPPORTED, 0, 0, 0);
    }
  }

  /** The index of the instruction at a distance, or of the place for what is none. */
  private int target(int distance) {
    int index = code.indexAt(pcs[at] + 1 + distance);
    return index < 0 ? code.instructions().size() : index;
  }
}
