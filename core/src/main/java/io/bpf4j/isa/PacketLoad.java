package io.bpf4j.isa;

import java.util.Objects;

/**
 * The legacy packet load: {@code r0 = ntoh(skb[imm (+ index)])}, R6 holding the context (RFC 9669,
 * section 5.5).
 *
 * @param size 1, 2 or 4 bytes
 * @param index register added to the offset, or null for the absolute form
 * @param offset the immediate
 */
public record PacketLoad(Size size, Register index, int offset) implements Instruction {
  public PacketLoad {
    if (Objects.requireNonNull(size, "size") == Size.DW) {
      throw new IllegalArgumentException("a packet load is of 1, 2 or 4 bytes");
    }
  }

  @Override
  public Kind kind() {
    return Kind.PACKET_LOAD;
  }
}
