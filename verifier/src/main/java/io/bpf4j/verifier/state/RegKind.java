package io.bpf4j.verifier.state;

/** What a register holds. The names are those of the kernel's log. */
public enum RegKind {
  NOT_INIT("?"),
  SCALAR("scalar"),
  CTX("ctx"),
  CONST_MAP_PTR("map_ptr"),
  MAP_VALUE("map_value"),
  MAP_KEY("map_key"),
  STACK("fp"),
  PACKET("pkt"),
  PACKET_META("pkt_meta"),
  PACKET_END("pkt_end"),
  MEM("mem"),
  FUNC("func"),
  SOCK_COMMON("sock_common"),
  SOCKET("sock"),
  TCP_SOCK("tcp_sock"),
  XDP_SOCK("xdp_sock"),
  FLOW_KEYS("flow_keys"),
  TP_BUFFER("tp_buffer");

  private final String kernelName;

  RegKind(String kernelName) {
    this.kernelName = kernelName;
  }

  /** The name in the kernel's log. */
  public String kernelName() {
    return kernelName;
  }

  public boolean isPointer() {
    return this != NOT_INIT && this != SCALAR;
  }

  /** Whether it points to a socket of some kind. */
  public boolean isSocket() {
    return switch (this) {
      case SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK -> true;
      default -> false;
    };
  }

  /** Whether accesses through it are bounded by a comparison with the packet's end. */
  public boolean isPacket() {
    return this == PACKET || this == PACKET_META;
  }
}
