package io.bpf4j.kernel;

/** What programs of a type may do with a pointer to the packet, within checked bounds. */
public enum PacketUse {
  /** Load from it. */
  READ('r'),
  /** Store to it. Elsewhere the kernel says "cannot write into packet". */
  WRITE('w'),
  /**
   * Pass it to helpers that {@linkplain HelperPrototype#takesPacketMemory() take packet memory}.
   */
  MARKED_HELPERS('k'),
  /** Pass it to every helper that takes memory. */
  ALL_HELPERS('a');

  private final char letter;

  PacketUse(char letter) {
    this.letter = letter;
  }

  /** The letter in program-types.tsv. */
  char letter() {
    return letter;
  }
}
