package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;

/**
 * A map whose values are numbers.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class ScalarMap<K extends Scalar<K>, V extends Scalar<V>> extends KeyedMap<K, Ref<V>> {
  private final Type<V> value;

  ScalarMap(Bpf bpf, String name, MapType type, Type<K> key, Type<V> value, int maxEntries) {
    super(bpf, name, type, key, maxEntries);
    this.value = value;
  }

  /** Writes the element with a key, which is made where there is none (BPF_ANY). */
  public void update(K wanted, V written) {
    Scope scope = scope("update", wanted);
    scope("update", written);
    Node keyAddress = scope.onStack(0, wanted);
    Node valueAddress = scope.onStack(1, written);
    scope.call(
        Helper.MAP_UPDATE_ELEM,
        address(scope.builder()),
        keyAddress,
        valueAddress,
        Node.constant(0));
  }

  @Override
  Ref<V> element(Address address) {
    return new Ref<>(value, address, name());
  }

  @Override
  int valueSize() {
    return value.bytes();
  }

  @Override
  int valueType(BtfBuilder btf) {
    return BtfTypes.of(value, btf);
  }
}
