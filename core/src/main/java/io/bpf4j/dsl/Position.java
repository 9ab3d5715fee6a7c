package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.Node;

/**
 * A place in a packet, in bytes from what the program type reckons from: a pointer into the packet
 * for XDP, the number of bytes before for a socket filter.
 *
 * @param base pointer or number
 * @param extra a number of bytes, known when the program runs, that is added to the base; null
 *     where none is
 * @param offset a number of bytes, known now, that is added to both
 */
record Position(Node base, Scalar<?> extra, int offset) {
  Position plus(int bytes) {
    return new Position(base, extra, offset + bytes);
  }
}
