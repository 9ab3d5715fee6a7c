package io.bpf4j.vm;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Size;

/** Atomic operations (RFC 9669, section 5.3). One thread runs, so that each is a plain access. */
final class Atomics {
  private final Memory memory;

  Atomics(Memory memory) {
    this.memory = memory;
  }

  void execute(Atomic i, long[] r) {
    int size = i.size().bytes();
    long address = r[i.base().number()] + i.offset();
    int source = i.src().number();
    if ((Memory.offsetOf(address) & size - 1) != 0) {
      Region region = memory.regionOf(address);
      throw new FaultSignal(
          Fault.Kind.MISALIGNED,
          address,
          region.name,
          "atomic operation of "
              + size
              + " bytes at offset "
              + Memory.offsetOf(address)
              + " of "
              + region.name);
    }
    if (i.op() == AtomicOp.STORE_REL) {
      memory.store(address, size, r[source]);
      return;
    }
    long old = memory.load(address, size);
    if (i.op() == AtomicOp.LOAD_ACQ) {
      r[source] = old;
      return;
    }
    memory.store(address, size, combined(i, old, r));
    if (i.op() == AtomicOp.CMPXCHG) {
      r[0] = old;
    } else if (i.op().fetches()) {
      r[source] = old;
    }
  }

  /** What is stored; a failed comparison stores the old value again. */
  private static long combined(Atomic i, long old, long[] r) {
    long operand = r[i.src().number()];
    return switch (i.op()) {
      case ADD, FETCH_ADD -> old + operand;
      case OR, FETCH_OR -> old | operand;
      case AND, FETCH_AND -> old & operand;
      case XOR, FETCH_XOR -> old ^ operand;
      case XCHG -> operand;
      case CMPXCHG -> {
        long expected = i.size() == Size.DW ? r[0] : Arithmetic.zext((int) r[0]);
        yield old == expected ? operand : old;
      }
      case LOAD_ACQ, STORE_REL -> throw new IllegalArgumentException(i.op() + " combines nothing");
    };
  }
}
