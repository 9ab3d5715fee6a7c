package io.bpf4j.loader;

import io.bpf4j.LinkException;
import io.bpf4j.link.Linker;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads an object: its maps with what they hold, its programs, then what refers to programs. What
 * was opened is closed again where a step fails.
 */
final class ObjectLoading {
  private final BpfSystem system;
  private final ObjectSpec object;
  private final LoadOptions options;
  private final OpenDescriptors descriptors = new OpenDescriptors();
  private final Map<String, BpfMap> maps = new LinkedHashMap<>();
  private final Map<String, BpfProgram> programs = new LinkedHashMap<>();

  ObjectLoading(BpfSystem system, ObjectSpec object, LoadOptions options) {
    this.system = system;
    this.object = Linker.link(object);
    this.options = options;
  }

  BpfObject load() {
    requireLoadable();
    try {
      object.maps().forEach(this::create);
      object.programs().forEach(this::load);
      object.maps().forEach(this::fillSlots);
      return new BpfObject(object, maps, programs, descriptors);
    } catch (RuntimeException | Error e) {
      closeAll(e);
      throw e;
    }
  }

  private void closeAll(Throwable reason) {
    try {
      descriptors.close();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private void requireLoadable() {
    if (object.byteOrder() != ByteOrder.nativeOrder()) {
      throw new LinkException(
          object.name(),
          "its byte order is "
              + object.byteOrder()
              + ", this machine's is "
              + ByteOrder.nativeOrder());
    }
    for (ProgramSpec program : object.programs()) {
      if (!program.coreRelocations().isEmpty()) {
        throw new LinkException(
            program.name(),
            "has "
                + program.coreRelocations().size()
                + " CO-RE relocations that are not applied yet");
      }
    }
    for (MapSpec map : object.maps()) {
      slots(map).slots().forEach(slot -> requireSymbol(map, slot));
    }
  }

  private void requireSymbol(MapSpec map, MapSpec.Contents.Slot slot) {
    boolean known =
        holdsPrograms(map)
            ? object.program(slot.symbol()).isPresent()
            : object.map(slot.symbol()).isPresent();
    if (!known || map.keySize() != Integer.BYTES) {
      String reason =
          known ? "the key has " + map.keySize() + " bytes, not 4" : "not in the object";
      throw new LinkException(
          slot.symbol(), "slot " + slot.index() + " of map " + map.name() + ": " + reason);
    }
  }

  private void create(MapSpec spec) {
    BpfMap map =
        descriptors.add(
            system.createMap(spec, MapCreation.kernelName(object, spec)), BpfMap::close);
    maps.put(spec.name(), map);
    if (spec.contents() instanceof MapSpec.Contents.GlobalData data) {
      map.update(new byte[Integer.BYTES], data.bytes());
      if (data.frozen()) {
        map.freeze();
      }
    }
  }

  private void load(ProgramSpec spec) {
    ProgramLoad load =
        new ProgramLoad(spec, object.license(), maps, options.logLevel(), options.flags());
    programs.put(spec.name(), descriptors.add(system.load(load), BpfProgram::close));
  }

  private void fillSlots(MapSpec spec) {
    for (MapSpec.Contents.Slot slot : slots(spec).slots()) {
      int descriptor =
          holdsPrograms(spec)
              ? programs.get(slot.symbol()).descriptor()
              : maps.get(slot.symbol()).descriptor();
      maps.get(spec.name()).update(u32(slot.index()), u32(descriptor));
    }
  }

  private static boolean holdsPrograms(MapSpec spec) {
    return spec.type() == MapType.PROG_ARRAY;
  }

  private static MapSpec.Contents.Slots slots(MapSpec spec) {
    return spec.contents() instanceof MapSpec.Contents.Slots slots
        ? slots
        : new MapSpec.Contents.Slots(List.of());
  }

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }
}
