package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.LinkException;
import io.bpf4j.RelocationException;
import io.bpf4j.object.ObjectSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * An object in the running kernel: its maps and programs. Closing it closes them all; programs that
 * are attached live on.
 */
public final class BpfObject implements AutoCloseable {
  private final ObjectSpec spec;
  private final Map<String, BpfMap> maps;
  private final Map<String, BpfProgram> programs;
  private final OpenDescriptors descriptors;

  BpfObject(
      ObjectSpec spec,
      Map<String, BpfMap> maps,
      Map<String, BpfProgram> programs,
      OpenDescriptors descriptors) {
    this.spec = spec;
    this.maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
    this.programs = Collections.unmodifiableMap(new LinkedHashMap<>(programs));
    this.descriptors = descriptors;
  }

  /**
   * Loads an object into the kernel of this machine. A program whose section's name begins with a
   * question mark is left out. Maps that ask to be pinned by name are refused, for now.
   *
   * @throws KernelException where the kernel refuses a map or a program; nothing stays open then
   * @throws LinkException where the object refers to what it does not have, or was made for another
   *     byte order
   * @throws RelocationException where its CO-RE relocations do not fit the kernel's types
   */
  public static BpfObject load(ObjectSpec object) {
    return load(object, LoadOptions.DEFAULT);
  }

  /** Loads an object into the kernel of this machine; throws as {@link #load(ObjectSpec)} does. */
  public static BpfObject load(ObjectSpec object, LoadOptions options) {
    return BpfSystem.ofThisMachine().load(object, options);
  }

  /** What was loaded, linked; never null. */
  public ObjectSpec spec() {
    return spec;
  }

  /** The maps by name, in the object's order; immutable. */
  public Map<String, BpfMap> maps() {
    return maps;
  }

  /** The loaded programs by name, in the object's order; immutable. */
  public Map<String, BpfProgram> programs() {
    return programs;
  }

  /**
   * The map with a name.
   *
   * @throws NoSuchElementException where the object has none of that name
   */
  public BpfMap map(String name) {
    return named("map", name, maps);
  }

  /**
   * The program with a name.
   *
   * @throws NoSuchElementException where the object has none of that name
   */
  public BpfProgram program(String name) {
    return named("program", name, programs);
  }

  private <T> T named(String what, String name, Map<String, T> all) {
    T found = all.get(name);
    if (found == null) {
      throw new NoSuchElementException(
          "object " + spec.name() + " has no " + what + " " + name + ", only " + all.keySet());
    }
    return found;
  }

  @Override
  public void close() {
    descriptors.close();
  }

  @Override
  public String toString() {
    return "BpfObject[" + spec.name() + "]";
  }
}
