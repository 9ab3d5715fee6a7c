package io.bpf4j.uapi;

/**
 * Link types ({@code enum bpf_link_type}, uapi/linux/bpf.h), spelled as there without the prefix.
 */
public enum LinkType {
  RAW_TRACEPOINT(1),
  TRACING(2),
  CGROUP(3),
  ITER(4),
  NETNS(5),
  XDP(6),
  PERF_EVENT(7),
  KPROBE_MULTI(8),
  STRUCT_OPS(9),
  NETFILTER(10),
  TCX(11),
  UPROBE_MULTI(12),
  NETKIT(13),
  SOCKMAP(14);

  private static final LinkType[] BY_NUMBER = new LinkType[15];

  static {
    for (LinkType value : values()) {
      BY_NUMBER[value.number] = value;
    }
  }

  private final int number;

  LinkType(int number) {
    this.number = number;
  }

  /** The kernel's number. */
  public int number() {
    return number;
  }

  /** The constant with a number, or null where this version of bpf4j knows none. */
  public static LinkType of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }
}
