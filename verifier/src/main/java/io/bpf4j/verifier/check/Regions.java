package io.bpf4j.verifier.check;

import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.PacketUse;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.domain.PointerOffset;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import java.util.Set;

/** What an access to memory other than the stack requires. */
public final class Regions {
  private Regions() {}

  /** An access to a map's value at {@code off} from the pointer. */
  public static void mapValue(
      Path path, int regNo, Reg reg, int off, int size, boolean zeroAllowed) {
    bounded(path, Rule.MAP_VALUE_BOUNDS, regNo, reg, off, size, reg.map().valueSize(), zeroAllowed);
  }

  /** A read of the key that a callback was given. */
  public static void mapKey(Path path, int regNo, Reg reg, int off, int size, boolean zeroAllowed) {
    bounded(path, Rule.MEMORY_BOUNDS, regNo, reg, off, size, reg.map().keySize(), zeroAllowed);
  }

  /** The refusal of a write to the key that a callback was given. */
  public static Refusal keyWrite(Path path, int regNo) {
    return path.refuse(
        Rule.MEMORY_ACCESS_TYPE,
        "write to change key R" + regNo + " not allowed",
        "the key stays the map's");
  }

  /** An access to memory of a known size. */
  public static void memory(Path path, int regNo, Reg reg, int off, int size, boolean zeroAllowed) {
    bounded(path, Rule.MEMORY_BOUNDS, regNo, reg, off, size, reg.size() & 0xffffffffL, zeroAllowed);
  }

  /** A map that programs may only read, or only write. */
  public static void mapRights(Path path, Reg reg, int off, int size, boolean write) {
    MapSpec map = reg.map();
    int denies = write ? MapSpec.FLAG_READ_ONLY_PROGRAM : MapSpec.FLAG_WRITE_ONLY_PROGRAM;
    if ((map.flags() & denies) != 0) {
      throw path.refuse(
          Rule.MAP_ACCESS_RIGHTS,
          (write ? "write into" : "read from")
              + " map forbidden, value_size="
              + map.valueSize()
              + " off="
              + off
              + " size="
              + size,
          "programs may only " + (write ? "read" : "write") + " map " + map.name());
    }
  }

  private static void bounded(
      Path path,
      Rule rule,
      int regNo,
      Reg reg,
      int off,
      int size,
      long available,
      boolean zeroAllowed) {
    Scalar var = reg.var();
    long least = var.smin() + off;
    boolean negative =
        var.smin() < 0 && (var.smin() == Long.MIN_VALUE || least != (int) least || least < 0);
    if (negative) {
      throw path.refuse(
          rule,
          "R"
              + regNo
              + " min value is negative, either use unsigned index or do a if (index >=0) check.",
          "the offset in r" + regNo + " may be as low as " + least);
    }
    fixed(path, rule, regNo, reg, (int) least, size, available, zeroAllowed, "min");
    if (Long.compareUnsigned(var.umax(), PointerOffset.LIMIT) >= 0) {
      throw path.refuse(
          rule,
          "R" + regNo + " unbounded memory access, make sure to bounds check any such access",
          "the variable offset in r" + regNo + " has no upper bound");
    }
    fixed(path, rule, regNo, reg, (int) (var.umax() + off), size, available, zeroAllowed, "max");
  }

  private static void fixed(
      Path path,
      Rule rule,
      int regNo,
      Reg reg,
      int off,
      int size,
      long available,
      boolean zeroAllowed,
      String end) {
    if (fits(off, size, available, zeroAllowed)) {
      return;
    }
    String what =
        rule == Rule.MAP_VALUE_BOUNDS
            ? "invalid access to map value, value_size="
            : reg.kind() == RegKind.MAP_KEY
                ? "invalid access to map key, key_size="
                : "invalid access to memory, mem_size=";
    throw path.refuse(
        rule,
        what + available + " off=" + off + " size=" + size,
        "r"
            + regNo
            + (reg.var().isConstant() ? "" : " at its " + end + "imum")
            + ": bytes "
            + off
            + " to "
            + (off + size - 1L)
            + " of "
            + available
            + " are needed");
  }

  private static boolean fits(int off, int size, long available, boolean zeroAllowed) {
    boolean sized = size > 0 || size == 0 && zeroAllowed;
    return off >= 0 && sized && (long) off + size <= available;
  }

  /** An access to the packet at {@code off} from the pointer's variable part. */
  public static void packet(Path path, int regNo, Reg reg, int off, int size, boolean zeroAllowed) {
    if (reg.var().smin() < 0) {
      throw path.refuse(
          Rule.PACKET_BOUNDS,
          "R"
              + regNo
              + " min value is negative, either use unsigned index or do a if (index >=0) check.",
          "the variable offset in r" + regNo + " may be as low as " + reg.var().smin());
    }
    if (reg.range() < 0 || !fits(off, size, reg.range(), zeroAllowed)) {
      String needed = "r" + regNo + (off < 0 ? " - " + -(long) off : " + " + (off + (long) size));
      throw path.refuse(
          Rule.PACKET_BOUNDS,
          reg.range() < 0
              ? "R" + regNo + " offset is outside of the packet"
              : "invalid access to packet, off="
                  + off
                  + " size="
                  + size
                  + ", R"
                  + regNo
                  + "(id="
                  + reg.id()
                  + ",off="
                  + off
                  + ",r="
                  + reg.range()
                  + ")",
          needed
              + " <= data_end is not established; proven so far: "
              + Math.max(0, reg.range())
              + " bytes");
    }
  }

  /** Whether a program of this type may write the packet through a pointer. */
  public static void packetWrite(Path path) {
    boolean allowed = packetUses(path).contains(PacketUse.WRITE);
    if (!allowed) {
      throw path.refuse(
          Rule.PACKET_WRITE,
          "cannot write into packet",
          "programs of type " + path.type() + " may only read the packet");
    }
  }

  /** Whether a helper takes memory that lies in the packet. */
  public static boolean packetInHelper(Path path, HelperPrototype helper) {
    Set<PacketUse> uses = packetUses(path);
    return uses.contains(PacketUse.ALL_HELPERS)
        || uses.contains(PacketUse.MARKED_HELPERS) && helper.takesPacketMemory();
  }

  private static Set<PacketUse> packetUses(Path path) {
    return path.profile().packetUses(path.type(), path.program().spec().attachType());
  }

  /** A pointer that is used where no offset is allowed. */
  public static void unmodified(Path path, int regNo, Reg reg) {
    String name = Path.kernelName(reg);
    if (reg.off() < 0) {
      throw offset(path, regNo, "negative offset " + name + " ptr R" + regNo + " off=" + reg.off());
    }
    if (reg.off() != 0) {
      throw offset(
          path, regNo, "dereference of modified " + name + " ptr R" + regNo + " off=" + reg.off());
    }
    if (!reg.var().isZero()) {
      throw offset(path, regNo, "variable " + name + " access var_off=" + reg.var().bits());
    }
  }

  private static Refusal offset(Path path, int regNo, String message) {
    return path.refuse(
        Rule.CONTEXT_OFFSET,
        message + " disallowed",
        "r" + regNo + " must be the pointer as it was given, without an offset");
  }

  /** Whether the program type may use the legacy packet loads. */
  public static boolean hasPacketLoads(ProgramType type) {
    return switch (type) {
      case SOCKET_FILTER, SCHED_CLS, SCHED_ACT -> true;
      default -> false;
    };
  }
}
