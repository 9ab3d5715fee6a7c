package io.bpf4j.verifier.state;

/** What a register holds. The names are those of the kernel's log. */
public enum RegKind {
  NOT_INIT("?"),
  SCALAR("scalar"),
  CTX("ctx"),
  CONST_MAP_PTR("map_ptr"),
  MAP_VALUE("map_value"),
  STACK("fp"),
  PACKET("pkt"),
  PACKET_META("pkt_meta"),
  PACKET_END("pkt_end"),
  MEM("mem"),
  FUNC("func");

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

  /** Whether accesses through it are bounded by a comparison with the packet's end. */
  public boolean isPacket() {
    return this == PACKET || this == PACKET_META;
  }
}
