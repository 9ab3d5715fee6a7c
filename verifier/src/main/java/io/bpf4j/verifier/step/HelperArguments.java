package io.bpf4j.verifier.step;

import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.verifier.check.Alignment;
import io.bpf4j.verifier.check.HelperRequirements;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.check.Regions;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.Slot;

/** The arguments of one helper call: checks them, and remembers what the result depends on. */
final class HelperArguments {
  private final Path path;
  private final HelperPrototype prototype;
  private final HelperRequirements requirements;
  private MapSpec map;
  private Scalar constantKey;
  private long greatestSize;
  private long allocatedSize;
  private int releasedReference;
  private int passedReference;

  HelperArguments(Path path, HelperPrototype prototype) {
    this.path = path;
    this.prototype = prototype;
    this.requirements = new HelperRequirements(path, prototype);
  }

  void check() {
    for (int i = 0; i < prototype.arguments().size(); i++) {
      Argument argument = prototype.arguments().get(i);
      check(i + 1, argument, i > 0 ? prototype.arguments().get(i - 1) : null);
    }
    requirements.map(map);
    if (prototype.id() == Helper.TAIL_CALL.number() && path.reg(3).isConstant()) {
      path.requirePrecise(3);
    }
  }

  MapSpec map() {
    return map;
  }

  /** The key of a lookup where it is known, else null. */
  Scalar constantKey() {
    return constantKey;
  }

  /** The most bytes that the helper may be asked to write. */
  long greatestSize() {
    return greatestSize;
  }

  long allocatedSize() {
    return allocatedSize;
  }

  int releasedReference() {
    return releasedReference;
  }

  /** The reference of the object passed, 0 where it has none: what is derived from it shares it. */
  int passedReference() {
    return passedReference;
  }

  private void check(int regNo, Argument argument, Argument before) {
    Reg reg = path.read(regNo);
    ArgumentKind kind = argument.kind();
    if (kind == ArgumentKind.ANYTHING) {
      return;
    }
    if (!(kind.orNull() && reg.isNull())) {
      requirements.kind(regNo, reg, kind);
    }
    switch (kind) {
      case ANYTHING, STACK_OR_NULL -> {}
      case CONST_MAP_PTR -> map = reg.map();
      case MAP_KEY -> {
        access(regNo, reg, map.keySize(), kind, false);
        noteKey(reg);
      }
      case MAP_VALUE -> access(regNo, reg, map.valueSize(), kind, false);
      case MAP_VALUE_OR_NULL -> {
        if (!reg.isNull()) {
          access(regNo, reg, map.valueSize(), kind, false);
        }
      }
      case UNINIT_MAP_VALUE -> access(regNo, reg, map.valueSize(), kind, false);
      case MEM, MEM_OR_NULL, MEM_WRITE, MEM_WRITE_OR_NULL, UNINIT_MEM -> {}
      case FIXED_MEM -> access(regNo, reg, argument.bytes(), kind, false);
      case FIXED_MEM_WRITE, UNINIT_FIXED_MEM -> {
        access(regNo, reg, argument.bytes(), kind, false);
        // Whatever it points to, as for an atomic operation.
        Alignment.require(path, reg, 0, argument.bytes(), true);
      }
      case CONST_SIZE -> size(regNo, reg, before.kind(), false);
      case CONST_SIZE_OR_ZERO -> size(regNo, reg, before.kind(), true);
      case CONST_ALLOC_SIZE_OR_ZERO -> allocate(regNo, reg);
      case CTX, CTX_OR_NULL -> {
        if (!reg.isNull()) {
          Regions.unmodified(path, regNo, reg);
        }
      }
      case FUNC -> Regions.unmodified(path, regNo, reg);
      case RINGBUF_MEM -> release(regNo, reg);
      case SOCK_COMMON, BTF_ID_SOCK_COMMON -> {
        if (prototype.releases()) {
          releaseSocket(regNo, reg);
        } else if (reg.refId() != 0) {
          passedReference = reg.refId();
        }
      }
      case CONST_STR,
          SPIN_LOCK,
          TIMER,
          KPTR,
          DYNPTR,
          UNINIT_DYNPTR,
          BTF_ID,
          BTF_ID_OR_NULL,
          PERCPU_BTF_ID ->
          throw path.unmodelled(
              "helper " + prototype.cName() + ", whose argument " + regNo + " is of kind " + kind);
    }
  }

  /** The helper reads or writes {@code bytes} bytes through a register. */
  private void access(int regNo, Reg reg, int bytes, ArgumentKind kind, boolean zeroAllowed) {
    switch (reg.kind()) {
      case STACK -> StackMemory.passToHelper(path, regNo, reg, reg.off(), bytes, kind, zeroAllowed);
      case MAP_VALUE -> {
        Regions.mapRights(path, reg, reg.off(), bytes, kind.writes());
        Regions.mapValue(path, regNo, reg, reg.off(), bytes, zeroAllowed);
      }
      case MEM -> Regions.memory(path, regNo, reg, reg.off(), bytes, zeroAllowed);
      case MAP_KEY -> {
        if (kind.writes()) {
          throw Regions.keyWrite(path, regNo);
        }
        Regions.mapKey(path, regNo, reg, reg.off(), bytes, zeroAllowed);
      }
      case PACKET, PACKET_META -> Regions.packet(path, regNo, reg, reg.off(), bytes, zeroAllowed);
      case NOT_INIT,
          SCALAR,
          CTX,
          CONST_MAP_PTR,
          PACKET_END,
          FUNC,
          SOCK_COMMON,
          SOCKET,
          TCP_SOCK,
          XDP_SOCK,
          FLOW_KEYS,
          TP_BUFFER -> {
        if (!(zeroAllowed && bytes == 0 && reg.isNull())) {
          throw requirements.wrongKind(regNo, reg, "fp");
        }
      }
    }
  }

  /** A size in a register, of the memory in the register before it. */
  private void size(int regNo, Reg reg, ArgumentKind memory, boolean zeroAllowed) {
    Scalar size = reg.var();
    greatestSize = size.umax();
    requirements.size(regNo, size, zeroAllowed);
    access(regNo - 1, path.reg(regNo - 1), (int) size.umax(), memory, zeroAllowed);
    path.requirePrecise(regNo);
  }

  private void allocate(int regNo, Reg reg) {
    requirements.constantSize(regNo, reg);
    allocatedSize = reg.var().value();
    path.requirePrecise(regNo);
  }

  private void releaseSocket(int regNo, Reg reg) {
    requirements.reference(regNo, reg);
    release(regNo, reg);
  }

  private void release(int regNo, Reg reg) {
    requirements.unmodifiedReference(regNo, reg);
    releasedReference = reg.refId();
  }

  /** The key of an array lookup, where the stack is known to hold one value. */
  private void noteKey(Reg reg) {
    boolean matters = map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY;
    if (!matters || reg.kind() != RegKind.STACK || !reg.var().isConstant() || map.keySize() != 4) {
      return;
    }
    int off = (int) (reg.off() + reg.var().value());
    Frame frame = path.state().frame(reg.frame());
    int index = (-off - 1) / 8;
    int from = off & 7;
    Slot slot = frame.slot(index);
    boolean zeros = true;
    for (int i = from; i < from + 4 && i < 8; i++) {
      zeros &= slot.type(i) == Slot.ZERO;
    }
    if (zeros && from <= 4) {
      constantKey = Scalar.ZERO;
    } else if (slot.isScalarSpill()
        && slot.spilled().var().isConstant()
        && slot.spillSize() - from == 4) {
      // Linux takes the upper half of eight spilled bytes for the whole number.
      constantKey = slot.spilled().var();
      path.requirePreciseSlot(reg.frame(), index);
    }
  }
}
