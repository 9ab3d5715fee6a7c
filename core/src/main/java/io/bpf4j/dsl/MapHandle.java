package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.MapType;

/** A map of the object, as its programs know it. */
public abstract sealed class MapHandle permits KeyedMap, ProgArray {
  private final Bpf bpf;
  private final String name;
  private final MapType type;
  private final int maxEntries;

  MapHandle(Bpf bpf, String name, MapType type, int maxEntries) {
    this.bpf = bpf;
    this.name = Identifiers.require("a map", name);
    this.type = type;
    this.maxEntries = maxEntries;
    if (maxEntries < 1) {
      throw Source.error("map " + name + " needs at least 1 entry, not " + maxEntries);
    }
  }

  /** Its name in the object; never null. */
  public String name() {
    return name;
  }

  /** Its type. */
  public MapType type() {
    return type;
  }

  /** How many elements it holds at most. */
  public int maxEntries() {
    return maxEntries;
  }

  Bpf bpf() {
    return bpf;
  }

  Node address(FunctionBuilder builder) {
    return builder.mapAddress(name);
  }

  abstract MapSpec spec(BtfBuilder btf);
}
