package io.bpf4j.verifier.step;

import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Store;
import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.object.MapSpec;
import io.bpf4j.verifier.check.Alignment;
import io.bpf4j.verifier.check.KernelObjects;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.check.Regions;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.domain.ScalarCast;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import java.nio.ByteOrder;

/** Loads, stores and atomic operations. */
final class MemoryStep {
  private static final int NONE = StackMemory.NO_REGISTER;

  /** Per instruction, the kind of pointer that it was first seen to use; null where not yet. */
  private final RegKind[] seenKinds;

  MemoryStep(int slots) {
    this.seenKinds = new RegKind[slots];
  }

  void load(Path path, Load load) {
    int base = load.base().number();
    Reg pointer = path.read(base);
    path.requireWritable(load.dst().number());
    read(path, base, load.offset(), load.size().bytes(), load.dst().number(), load.signed(), false);
    noteKind(path, pointer);
  }

  void store(Path path, Store store) {
    int base = store.base().number();
    if (store.src() instanceof Register src) {
      path.read(src.number());
    }
    Reg pointer = path.read(base);
    write(path, base, store.offset(), store.size().bytes(), store.src(), false);
    noteKind(path, pointer);
  }

  /** One instruction is rewritten for one kind of pointer only, where kinds are rewritten. */
  private void noteKind(Path path, Reg pointer) {
    RegKind seen = seenKinds[path.pc()];
    if (seen == null) {
      seenKinds[path.pc()] = pointer.kind();
    } else if (seen != pointer.kind() && (isRewritten(seen) || isRewritten(pointer.kind()))) {
      throw path.refuse(
          Rule.POINTER_TYPE_CONFLICT,
          "same insn cannot be used with different pointers",
          "on one path the address is a "
              + seen.kernelName()
              + " pointer, on another a "
              + pointer.kind().kernelName()
              + " pointer");
    }
  }

  private static boolean isRewritten(RegKind kind) {
    return kind == RegKind.CTX || kind.isSocket();
  }

  void atomic(Path path, Atomic atomic) {
    int base = atomic.base().number();
    int size = atomic.size().bytes();
    int src = atomic.src().number();
    if (atomic.op() == AtomicOp.LOAD_ACQ) {
      path.read(base);
      path.requireWritable(src);
      requireAtomicTarget(path, base, "loads from");
      read(path, base, atomic.offset(), size, src, false, true);
      return;
    }
    path.read(src);
    if (atomic.op() == AtomicOp.CMPXCHG) {
      path.read(0);
    }
    path.read(base);
    requireAtomicTarget(path, base, "stores into");
    if (atomic.op() == AtomicOp.STORE_REL) {
      write(path, base, atomic.offset(), size, atomic.src(), true);
      return;
    }
    int fetched = !atomic.op().fetches() ? NONE : atomic.op() == AtomicOp.CMPXCHG ? 0 : src;
    if (fetched != NONE) {
      path.requireWritable(fetched);
    }
    read(path, base, atomic.offset(), size, NONE, false, true);
    if (fetched != NONE) {
      read(path, base, atomic.offset(), size, fetched, false, true);
    }
    // Where the old value went to the address register, Linux finds no address in it any more.
    write(path, base, atomic.offset(), size, null, true);
  }

  private static void requireAtomicTarget(Path path, int base, String verb) {
    Reg pointer = path.reg(base);
    boolean refused =
        pointer.kind() == RegKind.CTX
            || pointer.kind().isPacket()
            || pointer.kind().isSocket()
            || pointer.kind() == RegKind.FLOW_KEYS
            || pointer.kind() == RegKind.PACKET_END;
    if (refused) {
      throw path.refuse(
          Rule.ATOMIC_ACCESS,
          "BPF_ATOMIC "
              + verb
              + " R"
              + base
              + " "
              + pointer.kind().kernelName()
              + " is not allowed",
          "atomic operations work on the stack, map values and other plain memory");
    }
  }

  private void read(
      Path path, int regNo, int offset, int size, int target, boolean signed, boolean atomic) {
    Reg pointer = path.reg(regNo);
    Alignment.require(path, pointer, offset, size, atomic);
    if (pointer.maybeNull()) {
      throw nullDereference(path, regNo, pointer);
    }
    switch (pointer.kind()) {
      case STACK -> {
        StackMemory.read(path, regNo, pointer, offset + pointer.off(), size, target);
      }
      case MAP_VALUE -> {
        readMapValue(path, regNo, pointer, offset + pointer.off(), size, target, signed);
      }
      case MEM -> {
        Regions.memory(path, regNo, pointer, offset + pointer.off(), size, false);
        setUnknown(path, target);
      }
      case MAP_KEY -> {
        Regions.mapKey(path, regNo, pointer, offset + pointer.off(), size, false);
        setUnknown(path, target);
      }
      case PACKET, PACKET_META -> {
        Regions.packet(path, regNo, pointer, offset + pointer.off(), size, false);
        setUnknown(path, target);
      }
      case CTX -> readContext(path, regNo, pointer, offset, size, target, signed);
      case CONST_MAP_PTR -> throw path.unmodelled("reading fields of a map through its pointer");
      case SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK, FLOW_KEYS -> {
        KernelObjects.field(path, regNo, pointer, offset, size, false);
        setUnknown(path, target);
      }
      case TP_BUFFER -> {
        KernelObjects.buffer(path, regNo, pointer, offset, size);
        setUnknown(path, target);
      }
      case NOT_INIT, SCALAR, PACKET_END, FUNC -> throw invalidAccess(path, regNo, pointer);
    }
    narrow(path, target, size, signed);
  }

  /** What a load leaves in the register beyond the bytes that were read. */
  private static void narrow(Path path, int target, int size, boolean signed) {
    if (target == NONE || size == 8 || !path.reg(target).isScalar()) {
      return;
    }
    Reg reg = path.reg(target);
    Scalar value =
        signed ? ScalarCast.signExtend(reg.var(), size) : ScalarCast.truncate(reg.var(), size);
    path.set(target, reg.withVar(value));
  }

  private static void setUnknown(Path path, int target) {
    if (target != NONE) {
      path.set(target, Reg.UNKNOWN);
    }
  }

  private static void readMapValue(
      Path path, int regNo, Reg pointer, int off, int size, int target, boolean signed) {
    Regions.mapRights(path, pointer, off, size, false);
    Regions.mapValue(path, regNo, pointer, off, size, false);
    if (target == NONE) {
      return;
    }
    MapSpec map = pointer.map();
    boolean constant =
        pointer.var().isConstant()
            && (map.flags() & MapSpec.FLAG_READ_ONLY_PROGRAM) != 0
            && map.contents() instanceof MapSpec.Contents.GlobalData data
            && data.frozen();
    if (constant) {
      byte[] bytes = ((MapSpec.Contents.GlobalData) map.contents()).bytes();
      int from = (int) (off + pointer.var().value());
      path.set(target, Reg.constant(number(path, bytes, from, size, signed)));
    } else {
      path.set(target, Reg.UNKNOWN);
    }
  }

  private static long number(Path path, byte[] bytes, int from, int size, boolean signed) {
    boolean little = path.program().object().byteOrder() == ByteOrder.LITTLE_ENDIAN;
    long value = 0;
    for (int i = 0; i < size; i++) {
      int at = little ? from + size - 1 - i : from + i;
      value = value << 8 | bytes[at] & 0xff;
    }
    int unused = 64 - size * 8;
    return signed ? value << unused >> unused : value;
  }

  private static void readContext(
      Path path, int regNo, Reg pointer, int offset, int size, int target, boolean signed) {
    Regions.unmodified(path, regNo, pointer);
    int off = offset + pointer.off();
    ContextAccess access = contextAccess(path, off, size, false);
    if (access == ContextAccess.DENIED || signed && access.isPointer()) {
      throw contextRefusal(path, off, size);
    }
    if (target == NONE) {
      return;
    }
    path.set(
        target,
        switch (access) {
          case SCALAR -> Reg.UNKNOWN;
          case PACKET -> Reg.of(RegKind.PACKET).withId(0);
          case PACKET_META -> Reg.of(RegKind.PACKET_META);
          case PACKET_END -> Reg.of(RegKind.PACKET_END);
          case SOCK_COMMON_OR_NULL -> Reg.socketOrNull(RegKind.SOCK_COMMON, path.newId(), 0);
          case SOCKET_OR_NULL -> Reg.socketOrNull(RegKind.SOCKET, path.newId(), 0);
          case SOCKET -> Reg.of(RegKind.SOCKET);
          case FLOW_KEYS -> Reg.of(RegKind.FLOW_KEYS);
          case TP_BUFFER -> Reg.of(RegKind.TP_BUFFER);
          case DENIED, BTF_POINTER ->
              throw path.unmodelled("a context field that gives a pointer of kind " + access);
        });
  }

  private static ContextAccess contextAccess(Path path, int off, int size, boolean write) {
    ContextLayout layout =
        path.profile()
            .context(path.type(), path.program().spec().attachType())
            .orElseThrow(() -> path.unmodelled("the context of program type " + path.type()));
    return layout.access(off, size, write);
  }

  private static RuntimeException contextRefusal(Path path, int off, int size) {
    return path.refuse(
        Rule.CONTEXT_ACCESS,
        "invalid bpf_context access off=" + off + " size=" + size,
        "programs of type "
            + path.type()
            + " may not access "
            + size
            + " bytes at offset "
            + off
            + " of their context");
  }

  private static void write(
      Path path, int regNo, int offset, int size, Operand value, boolean atomic) {
    Reg pointer = path.reg(regNo);
    Alignment.require(path, pointer, offset, size, atomic);
    if (pointer.maybeNull()) {
      throw nullDereference(path, regNo, pointer);
    }
    switch (pointer.kind()) {
      case STACK -> {
        StackMemory.write(path, regNo, pointer, offset + pointer.off(), size, value);
      }
      case MAP_VALUE -> {
        int off = offset + pointer.off();
        Regions.mapRights(path, pointer, off, size, true);
        Regions.mapValue(path, regNo, pointer, off, size, false);
      }
      case MEM -> {
        Regions.memory(path, regNo, pointer, offset + pointer.off(), size, false);
      }
      case MAP_KEY -> throw Regions.keyWrite(path, regNo);
      case PACKET, PACKET_META -> {
        Regions.packetWrite(path);
        Regions.packet(path, regNo, pointer, offset + pointer.off(), size, false);
      }
      case CTX -> {
        Regions.unmodified(path, regNo, pointer);
        int off = offset + pointer.off();
        if (contextAccess(path, off, size, true) == ContextAccess.DENIED) {
          throw contextRefusal(path, off, size);
        }
      }
      case CONST_MAP_PTR ->
          throw path.refuse(
              Rule.MEMORY_ACCESS_TYPE,
              "only read from bpf_array is supported",
              "r" + regNo + " points to the map itself, not to a value of it");
      case FLOW_KEYS -> KernelObjects.field(path, regNo, pointer, offset, size, true);
      case TP_BUFFER -> KernelObjects.buffer(path, regNo, pointer, offset, size);
      case SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK ->
          throw path.refuse(
              Rule.MEMORY_ACCESS_TYPE,
              "R" + regNo + " cannot write into " + Path.kernelName(pointer),
              "programs may only read sockets");
      case NOT_INIT, SCALAR, PACKET_END, FUNC -> throw invalidAccess(path, regNo, pointer);
    }
  }

  private static RuntimeException nullDereference(Path path, int regNo, Reg pointer) {
    return path.refuse(
        Rule.NULL_DEREFERENCE,
        "R" + regNo + " invalid mem access '" + Path.kernelName(pointer) + "'",
        "r" + regNo + " != 0 is not established");
  }

  private static RuntimeException invalidAccess(Path path, int regNo, Reg reg) {
    return path.refuse(
        Rule.MEMORY_ACCESS_TYPE,
        "R" + regNo + " invalid mem access '" + Path.kernelName(reg) + "'",
        "r" + regNo + " holds a " + Path.kernelName(reg) + ", no address of readable memory");
  }
}
