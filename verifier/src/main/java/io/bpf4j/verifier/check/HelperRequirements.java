package io.bpf4j.verifier.check;

import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.domain.PointerOffset;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;

/** What one helper's prototype requires of the registers passed to it. */
public final class HelperRequirements {
  private final Path path;
  private final HelperPrototype prototype;

  public HelperRequirements(Path path, HelperPrototype prototype) {
    this.path = path;
    this.prototype = prototype;
  }

  /** A register holds what an argument of this kind wants. */
  public void kind(int regNo, Reg reg, ArgumentKind kind) {
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
          case FUNC -> reg.kind() == RegKind.FUNC;
          case STACK_OR_NULL -> reg.kind() == RegKind.STACK;
          case SOCK_COMMON, BTF_ID_SOCK_COMMON -> reg.kind().isSocket() && !reg.maybeNull();
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
      case STACK, PACKET, PACKET_META, MAP_VALUE, MAP_KEY, MEM -> true;
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
          TP_BUFFER ->
          false;
    };
  }

  private static String expected(ArgumentKind kind) {
    return switch (kind) {
      case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO -> "scalar";
      case CTX, CTX_OR_NULL -> "ctx";
      case CONST_MAP_PTR -> "map_ptr";
      case RINGBUF_MEM -> "ringbuf_mem";
      case FUNC -> "func";
      case STACK_OR_NULL -> "fp";
      case SOCK_COMMON -> "sock_common, sock, tcp_sock, xdp_sock";
      case BTF_ID_SOCK_COMMON -> "sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_";
      default -> "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_";
    };
  }

  /** The refusal of a register that holds something else. */
  public Refusal wrongKind(int regNo, Reg reg, String expected) {
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

  /** A size is bounded on both sides. */
  public void size(int regNo, Scalar size, boolean zeroAllowed) {
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
    if (Long.compareUnsigned(size.umax(), PointerOffset.LIMIT) >= 0) {
      throw sizeRefusal(
          "R" + regNo + " unbounded memory access, use 'var &= const' or 'if (var < const)'",
          "the size in r" + regNo + " has no upper bound");
    }
  }

  /** A size is known exactly. */
  public void constantSize(int regNo, Reg reg) {
    if (!reg.var().isConstant()) {
      throw sizeRefusal(
          "R" + regNo + " is not a known constant'", "the size in r" + regNo + " varies");
    }
  }

  private Refusal sizeRefusal(String message, String detail) {
    return path.refuse(Rule.HELPER_MEMORY_SIZE, message, detail);
  }

  /** What is released was acquired. */
  public void reference(int regNo, Reg reg) {
    if (reg.refId() == 0) {
      throw path.refuse(
          Rule.REFERENCE_STATE,
          "R" + regNo + " must be referenced when passed to release function",
          prototype.cName() + " releases what a helper acquired, r" + regNo + " was not acquired");
    }
  }

  /** What is released is the pointer as it was given. */
  public void unmodifiedReference(int regNo, Reg reg) {
    if (reg.off() != 0 || !reg.var().isZero()) {
      throw path.refuse(
          Rule.REFERENCE_STATE,
          "R"
              + regNo
              + " must have zero offset when passed to release func or trusted arg to kfunc",
          "pass the pointer as the helper gave it");
    }
  }

  /**
   * The helper works on the map, if it takes one.
   *
   * @param map the map passed, null where the helper takes none
   */
  public void map(MapSpec map) {
    mapWrite(map);
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

  private void mapWrite(MapSpec map) {
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
}
