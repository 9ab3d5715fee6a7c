package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;

/**
 * A number in network byte order. It can be compared for equality, stored, and used as a key as it
 * is; for anything else convert it with {@code toHost}.
 *
 * @param <T> the class itself
 */
public abstract sealed class BigEndian<T extends BigEndian<T>> extends Scalar<T>
    permits Be16, Be32, Be64 {
  BigEndian(Type<T> type, FunctionBuilder builder, Node node) {
    super(type, builder, node);
  }

  <H extends Int<H>> H swapped(Type<H> host) {
    Operations at = operations("toHost");
    return host.value(at.builder(), at.toBigEndian(host.bits(), node()));
  }
}
