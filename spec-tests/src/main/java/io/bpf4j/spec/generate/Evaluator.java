package io.bpf4j.spec.generate;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Branch;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.CodeElement;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs arithmetic and forward jumps on numbers, on a little-endian machine (RFC 9669, sections 4.1
 * to 4.3): how the generator learns which values a scalar really takes.
 */
final class Evaluator {
  private final List<CodeElement> elements;
  private final Map<Label, Integer> places = new IdentityHashMap<>();

  Evaluator(List<CodeElement> elements) {
    this.elements = elements;
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Label label) {
        places.put(label, i);
      }
    }
  }

  /** Runs to the end of the elements; false where it leaves them by a jump. */
  boolean run(long[] registers) {
    int at = 0;
    while (at < elements.size()) {
      CodeElement element = elements.get(at++);
      if (element instanceof Branch branch) {
        if (takes(branch, registers)) {
          Integer target = places.get(branch.target());
          if (target == null) {
            return false;
          }
          at = target;
        }
      } else if (element instanceof Alu alu) {
        compute(alu, registers);
      } else if (element instanceof ByteSwap swap) {
        int dst = swap.dst().number();
        registers[dst] = swapped(swap, registers[dst]);
      } else if (element instanceof LoadImm64 wide && wide.value() instanceof Imm64.Number number) {
        registers[wide.dst().number()] = number.value();
      } else if (!(element instanceof Label)) {
        throw new IllegalArgumentException("not arithmetic: " + element);
      }
    }
    return true;
  }

  private static boolean takes(Branch branch, long[] registers) {
    return branch.instruction() instanceof Goto || holds((Jump) branch.instruction(), registers);
  }

  private static long value(Operand operand, long[] registers) {
    return operand instanceof Register register
        ? registers[register.number()]
        : ((Imm) operand).value();
  }

  /** Whether a jump is taken. */
  static boolean holds(Jump jump, long[] registers) {
    long left = registers[jump.dst().number()];
    long right = value(jump.src(), registers);
    if (jump.width() == Width.W64) {
      return holds(jump.op(), left, right, Long.compareUnsigned(left, right));
    }
    return holds(
        jump.op(), (int) left, (int) right, Integer.compareUnsigned((int) left, (int) right));
  }

  private static boolean holds(JumpOp op, long left, long right, int unsigned) {
    return switch (op) {
      case JEQ -> left == right;
      case JNE -> left != right;
      case JSET -> (left & right) != 0;
      case JGT -> unsigned > 0;
      case JGE -> unsigned >= 0;
      case JLT -> unsigned < 0;
      case JLE -> unsigned <= 0;
      case JSGT -> left > right;
      case JSGE -> left >= right;
      case JSLT -> left < right;
      case JSLE -> left <= right;
    };
  }

  private static void compute(Alu alu, long[] registers) {
    int dst = alu.dst().number();
    long left = registers[dst];
    long right = value(alu.src(), registers);
    registers[dst] =
        alu.width() == Width.W64
            ? compute64(alu.op(), left, right)
            : compute32(alu.op(), (int) left, (int) right) & 0xffffffffL;
  }

  private static long compute64(AluOp op, long a, long b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? 0 : Long.divideUnsigned(a, b);
      case SDIV -> b == 0 ? 0 : a / b;
      case MOD -> b == 0 ? a : Long.remainderUnsigned(a, b);
      case SMOD -> b == 0 ? a : a % b;
      case OR -> a | b;
      case AND -> a & b;
      case XOR -> a ^ b;
      case LSH -> a << b;
      case RSH -> a >>> b;
      case ARSH -> a >> b;
      case NEG -> -a;
      case MOV -> b;
      case MOVSX8 -> (byte) b;
      case MOVSX16 -> (short) b;
      case MOVSX32 -> (int) b;
    };
  }

  private static int compute32(AluOp op, int a, int b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? 0 : Integer.divideUnsigned(a, b);
      case SDIV -> b == 0 ? 0 : a / b;
      case MOD -> b == 0 ? a : Integer.remainderUnsigned(a, b);
      case SMOD -> b == 0 ? a : a % b;
      case OR -> a | b;
      case AND -> a & b;
      case XOR -> a ^ b;
      case LSH -> a << b;
      case RSH -> a >>> b;
      case ARSH -> a >> b;
      case NEG -> -a;
      case MOV, MOVSX32 -> b;
      case MOVSX8 -> (byte) b;
      case MOVSX16 -> (short) b;
    };
  }

  private static long swapped(ByteSwap swap, long value) {
    boolean swaps = swap.order() != ByteSwap.Order.TO_LE;
    return switch (swap.bits()) {
      case 16 -> (swaps ? Short.reverseBytes((short) value) : (short) value) & 0xffffL;
      case 32 -> (swaps ? Integer.reverseBytes((int) value) : (int) value) & 0xffffffffL;
      default -> swaps ? Long.reverseBytes(value) : value;
    };
  }
}
