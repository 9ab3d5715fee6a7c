package io.bpf4j.asm;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import java.nio.ByteOrder;

/**
 * The bytes that a listing shows before an instruction. They say what LLVM's text does not: whom a
 * number calls, what a 64-bit immediate refers to, and the fields of {@code <unknown>}.
 */
final class RawBytes {
  private final byte[] bytes;
  private final ByteOrder order;

  private RawBytes(byte[] bytes, ByteOrder order) {
    this.bytes = bytes;
    this.order = order;
  }

  /** Reads 8 or 16 bytes in hexadecimal if they come next; else null, and nothing is read. */
  static RawBytes read(Cursor in, ByteOrder order) {
    byte[] bytes = in.hexBytes();
    return bytes == null ? null : new RawBytes(bytes, order);
  }

  /** The instruction that these bytes are; null where they are not one alone. */
  Instruction instruction() {
    Code code = Code.decode(bytes, order);
    return code.instructions().size() == 1 ? code.instructions().get(0) : null;
  }

  /** Whether the text of an instruction, without names, can stand for what the bytes are. */
  static boolean isText(Instruction read, Instruction actual) {
    if (read.equals(actual)) {
      return true;
    }
    if (read instanceof Call written && actual instanceof Call called) {
      return number(written.callee()) == number(called.callee());
    }
    if (read instanceof LoadImm64 written && actual instanceof LoadImm64 loaded) {
      return written.dst() == loaded.dst() && number(written.value()) == number(loaded.value());
    }
    // LLVM without a CPU level leaves the fetch out.
    return read instanceof Atomic written
        && actual instanceof Atomic shown
        && written.op() == AtomicOp.ADD
        && shown.op() == AtomicOp.FETCH_ADD
        && written.equals(
            new Atomic(AtomicOp.ADD, shown.size(), shown.base(), shown.offset(), shown.src()));
  }

  /** The immediate of a call; a name, which bytes never hold, has one that no call has. */
  private static long number(Callee callee) {
    if (callee instanceof Callee.Helper helper) {
      return helper.id();
    }
    if (callee instanceof Callee.Local local) {
      return local.offset();
    }
    return callee instanceof Callee.KfuncId kfunc ? kfunc.btfId() : Long.MIN_VALUE;
  }

  private static long number(Imm64 value) {
    if (value instanceof Imm64.Number number) {
      return number.value();
    }
    if (value instanceof Imm64.LocalFunction function) {
      return function.offset() & 0xffffffffL;
    }
    return value instanceof Imm64.Unresolved kept
        ? (long) kept.high() << 32 | kept.low() & 0xffffffffL
        : Long.MIN_VALUE;
  }
}
