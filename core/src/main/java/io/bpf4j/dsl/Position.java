package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Node;
import io.bpf4j.dsl.ir.Operation;
import io.bpf4j.dsl.ir.Ranges;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Width;

/**
 * A place in a packet, in bytes from what the program type reckons from: a pointer into the packet
 * for XDP, the number of bytes before for a socket filter.
 *
 * @param base pointer or number
 * @param extra a number of bytes, known when the program runs, that is added to the base; null
 *     where none is
 * @param offset a number of bytes, known now, that is added to both
 */
record Position(Node base, U32 extra, int offset) {
  /**
   * The position so many bytes, known when the program runs, from the base. A number that was added
   * to them goes into the offset, which costs nothing.
   */
  static Position varying(Node base, U32 extra, int offset) {
    Node sum = extra.node();
    boolean splits =
        sum.operation().equals(new Operation.Binary(AluOp.ADD, Width.W32))
            && sum.operand(1).isConstant()
            && sum.operand(1).constantValue() >= 0
            && sum.operand(1).constantValue() + offset <= PacketCursor.MAX_OFFSET
            && Long.compareUnsigned(Ranges.max(sum.operand(0)), PacketCursor.MAX_OFFSET) <= 0;
    if (!splits) {
      return new Position(base, extra, offset);
    }
    int number = (int) sum.operand(1).constantValue();
    return new Position(base, new U32(extra.builder(), sum.operand(0)), offset + number);
  }

  Position plus(int bytes) {
    return new Position(base, extra, offset + bytes);
  }
}
