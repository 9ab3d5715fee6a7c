package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.IndirectGoto;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Raw;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeSet;

/** Divides a program into subprograms and checks that no jump leaves its own. */
final class Structure {
  private static final int EXIT_OPCODE = 0x95;
  private static final int INDIRECT_GOTO_OPCODE = 0x0d;

  private final Instruction[] at;
  private final Subprograms subprograms;

  Structure(Instruction[] at, List<FunctionEntry> functions) {
    this.at = at;
    if (at.length == 0) {
      throw new Refusal(
          Rule.EMPTY_PROGRAM, -1, "Argument list too long", "the program has no instruction");
    }
    this.subprograms = new Subprograms(starts(), functions, at.length);
    checkSubprograms();
    checkOpcodes();
  }

  Subprograms subprograms() {
    return subprograms;
  }

  private int[] starts() {
    TreeSet<Integer> starts = new TreeSet<>();
    starts.add(0);
    for (int pc = 0; pc < at.length; pc++) {
      int target = at[pc] == null ? Targets.NONE : Targets.function(pc, at[pc]);
      if (target == Targets.NONE) {
        continue;
      }
      if (target < 0 || target >= at.length) {
        throw new Refusal(
            Rule.INVALID_CALL_TARGET,
            pc,
            "call to invalid destination",
            "the call goes to pc " + target + ", the program ends at " + (at.length - 1));
      }
      starts.add(target);
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private void checkSubprograms() {
    for (int i = 0; i < subprograms.count(); i++) {
      int last = subprograms.start(i);
      for (int pc = subprograms.start(i); pc < subprograms.end(i); pc++) {
        if (at[pc] == null) {
          last = pc;
          continue;
        }
        last = pc;
        if (Targets.helper(at[pc]) == Helper.TAIL_CALL.number()) {
          subprograms.markTailCall(i);
        }
        checkJump(i, pc);
      }
      checkEnd(last);
    }
    checkAbnormalReturns();
  }

  /** What may return from a subprogram without its exit needs a function known to return an int. */
  private void checkAbnormalReturns() {
    for (int i = 1; i < subprograms.count(); i++) {
      FunctionEntry entry = subprograms.entry(i);
      if (entry != null && entry.btfType() != 0) {
        continue;
      }
      for (int pc = subprograms.start(i); pc < subprograms.end(i); pc++) {
        boolean packetLoad = at[pc] instanceof PacketLoad;
        if (packetLoad || at[pc] != null && Targets.helper(at[pc]) == Helper.TAIL_CALL.number()) {
          throw new Refusal(
              Rule.TAIL_CALL_IN_SUBPROGRAM,
              pc,
              (packetLoad ? "LD_ABS" : "tail_call") + " is not allowed in subprogs without BTF",
              "function " + subprograms.name(i) + " has no BTF");
        }
      }
    }
  }

  private void checkJump(int subprogram, int pc) {
    int target = Targets.jump(pc, at[pc]);
    if (target == Targets.NONE) {
      return;
    }
    if (target < subprograms.start(subprogram) || target >= subprograms.end(subprogram)) {
      throw new Refusal(
          Rule.JUMP_OUT_OF_RANGE,
          pc,
          "jump out of range from insn " + pc + " to " + target,
          subprograms.name(subprogram)
              + " extends from pc "
              + subprograms.start(subprogram)
              + " to "
              + (subprograms.end(subprogram) - 1));
    }
  }

  private void checkEnd(int last) {
    boolean ends =
        at[last] != null
            && switch (at[last].kind()) {
              case EXIT, GOTO, INDIRECT_GOTO -> true;
              case RAW -> ((Raw) at[last]).opcode() == EXIT_OPCODE;
              case ALU,
                  BYTE_SWAP,
                  LOAD_IMM64,
                  LOAD,
                  STORE,
                  ATOMIC,
                  JUMP,
                  CALL,
                  PACKET_LOAD,
                  MAY_GOTO,
                  ADDR_SPACE_CAST ->
                  false;
            };
    if (!ends) {
      throw new Refusal(
          Rule.FALL_THROUGH,
          last,
          "last insn is not an exit or jmp",
          "after pc " + last + " control would run past the end of the function");
    }
  }

  private void checkOpcodes() {
    for (int pc = 0; pc < at.length; pc++) {
      if (at[pc] instanceof Raw raw) {
        checkRaw(pc, raw);
      } else if (at[pc] instanceof IndirectGoto) {
        // A kernel that has it is not modelled, and the verifier says so before it comes here.
        throw unknownOpcode(pc, INDIRECT_GOTO_OPCODE, "this kernel has no gotox");
      }
    }
  }

  /** What Linux refuses in any place; other reserved fields it sees only where a path leads. */
  private static void checkRaw(int pc, Raw raw) {
    if (raw.opcode() == 0x18) {
      boolean offset = raw.offset() != 0 && raw.src() <= 6;
      throw new Refusal(
          Rule.RESERVED_FIELD,
          pc,
          offset
              ? "BPF_LD_IMM64 uses reserved fields"
              : raw.src() > 6 ? "unrecognized bpf_ld_imm64 insn" : "invalid bpf_ld_imm64 insn",
          raw + " is no 64-bit immediate");
    }
    int mode = raw.opcode() & 0xe0;
    boolean load = (raw.opcode() & 0x07) == 0x01;
    if (load && (mode != 0x60 && mode != 0x80 || raw.imm() != 0)) {
      throw new Refusal(Rule.RESERVED_FIELD, pc, "BPF_LDX uses reserved fields", raw.toString());
    }
    if (!isKnownOpcode(raw.opcode())) {
      throw unknownOpcode(pc, raw.opcode(), raw.toString());
    }
  }

  private static Refusal unknownOpcode(int pc, int opcode, String detail) {
    return new Refusal(
        Rule.UNKNOWN_INSTRUCTION, pc, String.format("unknown opcode %02x", opcode), detail);
  }

  private static boolean isKnownOpcode(int opcode) {
    if (opcode == INDIRECT_GOTO_OPCODE) {
      return false;
    }
    for (int imm : new int[] {0, 16}) {
      byte[] bytes =
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put((byte) opcode)
              .putInt(4, imm)
              .array();
      Code code = Code.decode(bytes, ByteOrder.LITTLE_ENDIAN);
      if (!(code.instructions().get(0) instanceof Raw)) {
        return true;
      }
    }
    return false;
  }
}
