package io.bpf4j.verifier.check;

import io.bpf4j.verifier.domain.Tnum;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;

/**
 * Alignment of accesses: always for the stack, where spills are tracked by slots, and for atomic
 * operations; elsewhere the machines that profiles describe access any address.
 */
public final class Alignment {
  private Alignment() {}

  /** Checks an access of {@code size} bytes at {@code off} from a pointer. */
  public static void require(Path path, Reg reg, int off, int size, boolean atomic) {
    if (size == 1 || !atomic && reg.kind() != RegKind.STACK) {
      return;
    }
    Tnum address = reg.var().bits().add(Tnum.constant((long) reg.off() + off));
    if (((address.value() | address.mask()) & (size - 1)) == 0) {
      return;
    }
    throw path.refuse(
        Rule.STACK_ALIGNMENT,
        "misaligned "
            + description(reg)
            + "access off "
            + reg.var().bits()
            + "+"
            + reg.off()
            + "+"
            + off
            + " size "
            + size,
        "the address must be a multiple of " + size);
  }

  private static String description(Reg reg) {
    return switch (reg.kind()) {
      case STACK -> "stack ";
      case MAP_VALUE -> "value ";
      case CTX -> "context ";
      case PACKET, PACKET_META -> "packet ";
      default -> "";
    };
  }
}
