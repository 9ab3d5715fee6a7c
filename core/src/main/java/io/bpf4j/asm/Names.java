package io.bpf4j.asm;

import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;
import io.bpf4j.isa.Raw;
import io.bpf4j.uapi.Helper;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;

/** Names for the places of one code: its functions, and a label wherever a jump goes. */
final class Names {
  private final Code code;
  private final NavigableMap<Integer, String> functions;
  private final Map<Integer, String> labels = new HashMap<>();

  Names(Code code, NavigableMap<Integer, String> functions) {
    this.code = code;
    this.functions = functions;
    TreeSet<Integer> targets = new TreeSet<>();
    for (int i = 0; i < code.instructions().size(); i++) {
      Instruction instruction = code.instructions().get(i);
      if (jumps(instruction)) {
        targets.add(target(instruction, code.pcOf(i)));
      }
    }
    label(targets);
  }

  /** Numbers the targets within their function, as clang names its basic blocks. */
  private void label(TreeSet<Integer> targets) {
    int inFunction = -1;
    int number = 0;
    for (int pc : targets) {
      int function = Math.max(0, functions.headMap(pc, true).size() - 1);
      number = function == inFunction ? number + 1 : 1;
      inFunction = function;
      if (code.indexAt(pc) >= 0) {
        labels.put(pc, "LBB" + function + "_" + number);
      }
    }
  }

  /** The function that begins at {@code pc}, or null. */
  String function(int pc) {
    return functions.get(pc);
  }

  /** The label of {@code pc}, or null where no jump goes there. */
  String label(int pc) {
    return labels.get(pc);
  }

  /** The name of what the instruction at {@code pc} refers to by number, or null. */
  String referent(Instruction instruction, int pc) {
    return switch (instruction.kind()) {
      case JUMP, GOTO, MAY_GOTO -> labels.get(target(instruction, pc));
      case CALL -> callee(((Call) instruction).callee(), pc);
      case LOAD_IMM64 ->
          ((LoadImm64) instruction).value() instanceof Imm64.LocalFunction function
              ? functions.get(pc + 1 + function.offset())
              : null;
      case ALU, BYTE_SWAP, LOAD, STORE, ATOMIC, EXIT, PACKET_LOAD, ADDR_SPACE_CAST, INDIRECT_GOTO ->
          null;
      case RAW -> ((Raw) instruction).flaw().reason();
    };
  }

  private String callee(Callee callee, int pc) {
    if (callee instanceof Callee.Helper helper) {
      Helper known = Helper.of(helper.id());
      return known == null ? null : known.cName();
    }
    if (callee instanceof Callee.Local local) {
      int target = pc + 1 + local.offset();
      String name = functions.get(target);
      // The number alone would read as a helper's.
      return name == null ? "function at " + target : name;
    }
    if (callee instanceof Callee.KfuncId kfunc) {
      return kfunc.module() == 0 ? "kfunc" : "kfunc of module " + kfunc.module();
    }
    return null;
  }

  private static boolean jumps(Instruction instruction) {
    return switch (instruction.kind()) {
      case JUMP, GOTO, MAY_GOTO -> true;
      case ALU,
          BYTE_SWAP,
          LOAD_IMM64,
          LOAD,
          STORE,
          ATOMIC,
          CALL,
          EXIT,
          PACKET_LOAD,
          ADDR_SPACE_CAST,
          INDIRECT_GOTO,
          RAW ->
          false;
    };
  }

  private static int target(Instruction instruction, int pc) {
    int distance =
        switch (instruction.kind()) {
          case JUMP -> ((Jump) instruction).offset();
          case GOTO -> ((Goto) instruction).offset();
          default -> ((MayGoto) instruction).offset();
        };
    return pc + 1 + distance;
  }
}
