package io.bpf4j.isa;

/**
 * Atomic operations by the number in the immediate field: RFC 9669, section 5.3, tables 13 and 14;
 * load-acquire and store-release are the kernel's (uapi/linux/bpf.h, BPF_LOAD_ACQ, BPF_STORE_REL).
 */
public enum AtomicOp {
  ADD(0x00),
  OR(0x40),
  AND(0x50),
  XOR(0xa0),
  FETCH_ADD(0x01),
  FETCH_OR(0x41),
  FETCH_AND(0x51),
  FETCH_XOR(0xa1),
  XCHG(0xe1),
  CMPXCHG(0xf1),
  LOAD_ACQ(0x100),
  STORE_REL(0x110);

  private static final AtomicOp[] ALL = values();

  private final int code;

  AtomicOp(int code) {
    this.code = code;
  }

  /** The immediate that selects this operation. */
  public int code() {
    return code;
  }

  /** Whether the old value is written to a register. */
  public boolean fetches() {
    return (code & 0x01) != 0 || this == LOAD_ACQ;
  }

  /** Whether this is a plain load or store with an ordering, which 8 and 16 bits may have too. */
  public boolean isOrderedAccess() {
    return this == LOAD_ACQ || this == STORE_REL;
  }

  /** Null where no operation has this code. */
  static AtomicOp of(int code) {
    for (AtomicOp op : ALL) {
      if (op.code == code) {
        return op;
      }
    }
    return null;
  }
}
