package io.bpf4j.dsl;

/** What an XDP program does with a packet ({@code enum xdp_action}, uapi/linux/bpf.h). */
public enum XdpAction implements ReturnValue {
  /** An error of the program: dropped, and reported by the tracepoint xdp:xdp_exception. */
  XDP_ABORTED,
  /** Dropped. */
  XDP_DROP,
  /** Goes on to the network stack. */
  XDP_PASS,
  /** Sent back by the interface that it came from. */
  XDP_TX,
  /** Sent where a redirect helper said. */
  XDP_REDIRECT;

  /** The number that the program returns, 0 to 4. */
  public int number() {
    return ordinal();
  }
}
