package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;

/**
 * A map with keys of one type and values that programs reach in place.
 *
 * @param <K> the keys
 * @param <V> how a value is reached
 */
public abstract sealed class KeyedMap<K extends Scalar<K>, V> extends MapHandle
    permits ScalarMap, StructMap {
  private final Type<K> key;

  KeyedMap(Bpf bpf, String name, MapType type, Type<K> key, int maxEntries) {
    super(bpf, name, type, maxEntries);
    this.key = key;
  }

  /** Looks for the element with a key. */
  public Lookup<V> lookup(K wanted) {
    Scope scope = scope("lookup", wanted);
    Node address = scope.onStack(0, wanted);
    Node found = scope.call(Helper.MAP_LOOKUP_ELEM, address(scope.builder()), address);
    return new Lookup<>(scope, found, this::element);
  }

  /** Looks for the element with a key. */
  public Lookup<V> lookup(long wanted) {
    return lookup(key.of(wanted));
  }

  /** Removes the element with a key, where there is one. Arrays cannot. */
  public void delete(K wanted) {
    if (type() == MapType.ARRAY || type() == MapType.PERCPU_ARRAY) {
      throw Source.error("elements of the array " + name() + " cannot be deleted");
    }
    Scope scope = scope("delete", wanted);
    Node address = scope.onStack(0, wanted);
    scope.call(Helper.MAP_DELETE_ELEM, address(scope.builder()), address);
  }

  /** The current function, at the user's line. */
  Scope scope(String verb, Scalar<?> argument) {
    Scope scope = bpf().current(verb + "(" + name() + ")");
    scope.at(verb + "(" + name() + ")");
    if (argument.builder() != null && argument.builder() != scope.builder()) {
      throw Source.error(
          "a value of " + argument.builder().name() + " is used in " + scope.builder().name());
    }
    return scope;
  }

  Type<K> key() {
    return key;
  }

  abstract V element(Address address);

  abstract int valueSize();

  abstract int valueType(BtfBuilder btf);

  @Override
  MapSpec spec(BtfBuilder btf) {
    return new MapSpec(
        name(),
        type(),
        key.bytes(),
        valueSize(),
        maxEntries(),
        0,
        0,
        false,
        BtfTypes.of(key, btf),
        valueType(btf),
        null,
        MapSpec.EMPTY);
  }
}
