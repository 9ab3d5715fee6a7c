package io.bpf4j.loader;

/** Where an XDP program runs: XDP_FLAGS_*_MODE (uapi/linux/if_link.h). */
public enum XdpMode {
  /** In the driver where it can, else generic. */
  DEFAULT(0),
  /** Generic: in the network stack, on any interface. */
  SKB(1 << 1),
  /** In the driver. */
  DRV(1 << 2),
  /** On the network card. */
  HW(1 << 3);

  private final int flag;

  XdpMode(int flag) {
    this.flag = flag;
  }

  /** The kernel's flag. */
  public int flag() {
    return flag;
  }
}
