package io.bpf4j.verifier.step;

import io.bpf4j.kernel.Argument;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.verifier.check.Alignment;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.check.Regions;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.Slot;

/** The arguments of one helper call: checks them, and remembers what the result depends on. */
final class HelperArguments {
  private static final long MAX_SIZE = 1L << 29;

  private final Path path;
  private final HelperPrototype prototype;
  private MapSpec map;
  private Scalar constantKey;
  private long greatestSize;
  private long allocatedSize;
  private int releasedReference;

  HelperArguments(Path path, HelperPrototype prototype) {
    this.path = path;
    this.prototype = prototype;
  }

  void check() {
    for (int i = 0; i < prototype.arguments().size(); i++) {
      Argument argument = prototype.arguments().get(i);
      check(i + 1, argument, i > 0 ? prototype.arguments().get(i - 1) : null);
    }
    checkMapType();
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

  private void check(int regNo, Argument argument, Argument before) {
    Reg reg = path.read(regNo);
    ArgumentKind kind = argument.kind();
    if (kind == ArgumentKind.ANYTHING) {
      return;
    }
    if (!(kind.orNull() && reg.isNull())) {
      requireKind(regNo, reg, kind);
    }
    switch (kind) {
      case ANYTHING -> {}
      case CONST_MAP_PTR -> map = reg.map();
      case MAP_KEY -> {
        access(regNo, reg, map.keySize(), false, false);
        noteKey(reg);
      }
      case MAP_VALUE -> access(regNo, reg, map.valueSize(), false, false);
      case MAP_VALUE_OR_NULL -> {
        if (!reg.isNull()) {
          access(regNo, reg, map.valueSize(), false, false);
        }
      }
      case UNINIT_MAP_VALUE -> access(regNo, reg, map.valueSize(), true, false);
      case MEM, MEM_OR_NULL, MEM_WRITE, MEM_WRITE_OR_NULL, UNINIT_MEM -> {}
      case FIXED_MEM -> access(regNo, reg, argument.bytes(), false, false);
      case FIXED_MEM_WRITE, UNINIT_FIXED_MEM -> {
        access(regNo, reg, argument.bytes(), true, false);
        // Whatever it points to, as for an atomic operation.
        Alignment.require(path, reg, 0, argument.bytes(), true);
      }
      case CONST_SIZE -> size(regNo, reg, before.kind().writes(), false);
      case CONST_SIZE_OR_ZERO -> size(regNo, reg, before.kind().writes(), true);
      case CONST_ALLOC_SIZE_OR_ZERO -> allocate(regNo, reg);
      case CTX, CTX_OR_NULL -> {
        if (!reg.isNull()) {
          Regions.unmodified(path, regNo, reg);
        }
      }
      case RINGBUF_MEM -> release(regNo, reg);
      case CONST_STR,
          FUNC,
          SOCK_COMMON,
          STACK_OR_NULL,
          SPIN_LOCK,
          TIMER,
          KPTR,
          DYNPTR,
          UNINIT_DYNPTR,
          BTF_ID_SOCK_COMMON,
          BTF_ID,
          BTF_ID_OR_NULL,
          PERCPU_BTF_ID ->
          throw path.unmodelled(
              "helper " + prototype.cName() + ", whose argument " + regNo + " is of kind " + kind);
    }
  }

  private void requireKind(int regNo, Reg reg, ArgumentKind kind) {
    boolean suits =
        switch (kind) {
          case MAP_KEY,
              MAP_VALUE,
              MAP_VALUE_OR_NULL,
              UNINIT_MAP_VALUE,
              MEM,
              MEM_OR_NULL,
              MEM_WRITE,
              MEM_WRITE_OR_NULL,
              UNINIT_MEM,
              FIXED_MEM,
              FIXED_MEM_WRITE,
              UNINIT_FIXED_MEM ->
              isMemory(reg);
          case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO -> reg.isScalar();
          case CTX, CTX_OR_NULL -> reg.kind() == RegKind.CTX;
          case CONST_MAP_PTR -> reg.kind() == RegKind.CONST_MAP_PTR;
          case RINGBUF_MEM -> reg.kind() == RegKind.MEM && !reg.maybeNull() && reg.refId() != 0;
          default -> true;
        };
    if (!suits) {
      throw wrongKind(regNo, reg, expected(kind));
    }
    if (reg.kind().isPacket() && !Regions.packetInHelper(path, prototype)) {
      throw path.refuse(
          Rule.HELPER_ARGUMENT,
          "helper access to the packet is not allowed",
          prototype.cName() + " takes no pointer into the packet: copy the bytes first");
    }
  }

  private static boolean isMemory(Reg reg) {
    if (reg.maybeNull()) {
      return false;
    }
    return switch (reg.kind()) {
      case STACK, PACKET, PACKET_META, MAP_VALUE, MEM -> true;
      case NOT_INIT, SCALAR, CTX, CONST_MAP_PTR, PACKET_END, FUNC -> false;
    };
  }

  private static String expected(ArgumentKind kind) {
    return switch (kind) {
      case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO -> "scalar";
      case CTX, CTX_OR_NULL -> "ctx";
      case CONST_MAP_PTR -> "map_ptr";
      case RINGBUF_MEM -> "ringbuf_mem";
      default -> "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_";
    };
  }

  private Refusal wrongKind(int regNo, Reg reg, String expected) {
    return path.refuse(
        Rule.HELPER_ARGUMENT,
        "R" + regNo + " type=" + Path.kernelName(reg) + " expected=" + expected,
        prototype.cName()
            + " takes "
            + expected
            + " as argument "
            + regNo
            + ", r"
            + regNo
            + " holds a "
            + Path.kernelName(reg));
  }

  /** The helper reads or writes {@code bytes} bytes through a register. */
  private void access(int regNo, Reg reg, int bytes, boolean writes, boolean zeroAllowed) {
    switch (reg.kind()) {
      case STACK ->
          StackMemory.passToHelper(path, regNo, reg, reg.off(), bytes, writes, zeroAllowed);
      case MAP_VALUE -> {
        Regions.mapRights(path, reg, reg.off(), bytes, writes);
        Regions.mapValue(path, regNo, reg, reg.off(), bytes, zeroAllowed);
      }
      case MEM -> Regions.memory(path, regNo, reg, reg.off(), bytes, zeroAllowed);
      case PACKET, PACKET_META -> Regions.packet(path, regNo, reg, reg.off(), bytes, zeroAllowed);
      case NOT_INIT, SCALAR, CTX, CONST_MAP_PTR, PACKET_END, FUNC -> {
        if (!(zeroAllowed && bytes == 0 && reg.isNull())) {
          throw wrongKind(regNo, reg, "fp");
        }
      }
    }
  }

  /** A size in a register, of the memory in the register before it. */
  private void size(int regNo, Reg reg, boolean writes, boolean zeroAllowed) {
    Scalar size = reg.var();
    greatestSize = size.umax();
    if (size.smin() < 0) {
      throw sizeRefusal(
          "R" + regNo + " min value is negative, either use unsigned or 'var &= const'",
          "the size in r" + regNo + " may be as low as " + size.smin());
    }
    if (size.umin() == 0 && !zeroAllowed) {
      throw sizeRefusal(
          "R"
              + regNo
              + " invalid zero-sized read: u64=["
              + size.umin()
              + ","
              + Long.toUnsignedString(size.umax())
              + "]",
          "the size in r" + regNo + " may be 0");
    }
    if (Long.compareUnsigned(size.umax(), MAX_SIZE) >= 0) {
      throw sizeRefusal(
          "R" + regNo + " unbounded memory access, use 'var &= const' or 'if (var < const)'",
          "the size in r" + regNo + " has no upper bound");
    }
    access(regNo - 1, path.reg(regNo - 1), (int) size.umax(), writes, zeroAllowed);
    path.requirePrecise(regNo);
  }

  private Refusal sizeRefusal(String message, String detail) {
    return path.refuse(Rule.HELPER_MEMORY_SIZE, message, detail);
  }

  private void allocate(int regNo, Reg reg) {
    if (!reg.var().isConstant()) {
      throw sizeRefusal(
          "R" + regNo + " is not a known constant'", "the size in r" + regNo + " varies");
    }
    allocatedSize = reg.var().value();
    path.requirePrecise(regNo);
  }

  private void release(int regNo, Reg reg) {
    if (reg.off() != 0 || !reg.var().isZero()) {
      throw path.refuse(
          Rule.REFERENCE_STATE,
          "R"
              + regNo
              + " must have zero offset when passed to release func or trusted arg to kfunc",
          "pass the pointer as the helper gave it");
    }
    releasedReference = reg.refId();
  }

  private void checkMapType() {
    checkMapWrite();
    if (map != null && !path.profile().allowsMapInHelper(map.type(), prototype.id())) {
      throw path.refuse(
          Rule.HELPER_MAP_TYPE,
          prototype.id() == Helper.TAIL_CALL.number()
              ? "expected prog array map for tail call"
              : "cannot pass map_type "
                  + map.type().number()
                  + " into func "
                  + prototype.cName()
                  + "#"
                  + prototype.id(),
          prototype.cName() + " does not work on maps of type " + map.type());
    }
  }

  private void checkMapWrite() {
    boolean writes =
        prototype.id() == Helper.MAP_UPDATE_ELEM.number()
            || prototype.id() == Helper.MAP_DELETE_ELEM.number()
            || prototype.id() == Helper.MAP_PUSH_ELEM.number()
            || prototype.id() == Helper.MAP_POP_ELEM.number();
    if (writes && (map.flags() & MapSpec.FLAG_READ_ONLY_PROGRAM) != 0) {
      throw path.refuse(
          Rule.MAP_ACCESS_RIGHTS,
          "write into map forbidden",
          "programs may only read map " + map.name());
    }
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
    } else if (from == 0
        && slot.isScalarSpill()
        && slot.spilled().var().isConstant()
        && slot.spillSize() == 4) {
      constantKey = slot.spilled().var();
      path.requirePreciseSlot(reg.frame(), index);
    }
  }
}
