package io.bpf4j.verifier.check;

import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;

/** What an access to a kernel object requires that programs see through a fixed layout. */
public final class KernelObjects {
  private KernelObjects() {}

  /** An access to a field of a socket or of the flow dissector's keys. */
  public static void field(Path path, int regNo, Reg pointer, int offset, int size, boolean write) {
    int off = offset + pointer.off();
    long at = off + pointer.var().smin();
    boolean fits =
        pointer.var().isConstant()
            && at == (int) at
            && layout(path, pointer.kind()).access((int) at, size, write) != ContextAccess.DENIED;
    if (!fits) {
      String name = Path.kernelName(pointer);
      throw refuse(
          path,
          pointer.kind() == RegKind.FLOW_KEYS
              ? "invalid access to flow keys off=" + off + " size=" + size
              : "R" + regNo + " invalid " + name + " access off=" + off + " size=" + size,
          name + " has no field of " + size + " bytes at offset " + off);
    }
  }

  private static ContextLayout layout(Path path, RegKind kind) {
    String name =
        switch (kind) {
          case SOCK_COMMON -> "bpf_sock.common";
          case SOCKET -> "bpf_sock.full";
          case TCP_SOCK -> "bpf_tcp_sock";
          case XDP_SOCK -> "bpf_xdp_sock";
          case FLOW_KEYS -> "bpf_flow_keys";
          default -> throw new IllegalStateException("no layout for " + kind);
        };
    return path.profile().objectLayout(name);
  }

  /** An access to the buffer of a writable raw tracepoint; its size counts when it is attached. */
  public static void buffer(Path path, int regNo, Reg pointer, int offset, int size) {
    if (offset < 0) {
      throw refuse(
          path,
          "R" + regNo + " invalid tracepoint buffer access: off=" + offset + ", size=" + size,
          "the offset must not be negative");
    }
    if (!pointer.var().isZero() || pointer.off() != 0) {
      throw refuse(
          path,
          "R"
              + regNo
              + " invalid variable buffer offset: off="
              + offset
              + ", var_off="
              + pointer.var().bits(),
          "the pointer must be as it was given, the offset a constant in the access");
    }
  }

  private static Refusal refuse(Path path, String message, String detail) {
    return path.refuse(Rule.OBJECT_ACCESS, message, detail);
  }
}
