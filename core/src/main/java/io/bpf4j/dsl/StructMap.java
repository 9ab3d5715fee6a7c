package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.uapi.MapType;

/**
 * A map whose values are structs.
 *
 * @param <K> the keys
 * @param <L> the layout of the values
 */
public final class StructMap<K extends Scalar<K>, L> extends KeyedMap<K, View<L>> {
  private final Layout<L> layout;

  StructMap(Bpf bpf, String name, MapType type, Type<K> key, Layout<L> layout, int maxEntries) {
    super(bpf, name, type, key, maxEntries);
    this.layout = layout;
  }

  @Override
  View<L> element(Address address) {
    return new View<>(layout, address);
  }

  @Override
  int valueSize() {
    return layout.size();
  }

  @Override
  int valueType(BtfBuilder btf) {
    return layout.btfType(btf);
  }
}
