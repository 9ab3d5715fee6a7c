package io.bpf4j.loader;

import io.bpf4j.LinkException;
import io.bpf4j.btf.Btf;
import io.bpf4j.link.CoreRelocator;
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
    this.object = relocated(Linker.link(object), options);
    this.options = options;
  }

  private static ObjectSpec relocated(ObjectSpec linked, LoadOptions options) {
    if (!CoreRelocator.isNeededBy(linked)) {
      return linked;
    }
    Btf types = options.kernelTypes() == null ? KernelTypes.running() : options.kernelTypes();
    return CoreRelocator.of(types).relocate(linked);
  }

  BpfObject load() {
    requireLoadable();
    object.maps().forEach(ObjectLoading::requireUnpinned);
    try (LoadedBtf btf = LoadedBtf.isFor(object) ? LoadedBtf.load(system.kernel(), object) : null) {
      createMaps(btf);
      for (ProgramSpec program : loadedPrograms()) {
        BpfProgram loaded = system.load(request(program), debug(program, btf));
        programs.put(program.name(), descriptors.add(loaded, BpfProgram::close));
      }
      object.maps().forEach(this::fillSlots);
    } catch (RuntimeException | Error e) {
      closeAll(e);
      throw e;
    }
    return new BpfObject(object, maps, programs, descriptors);
  }

  Map<String, KernelVerdict> verdicts() {
    requireLoadable();
    Map<String, KernelVerdict> verdicts = new LinkedHashMap<>();
    try (LoadedBtf btf = LoadedBtf.isFor(object) ? LoadedBtf.load(system.kernel(), object) : null) {
      createMaps(btf);
      for (ProgramSpec program : object.programs()) {
        verdicts.put(program.name(), system.verdict(request(program), debug(program, btf)));
      }
    } catch (RuntimeException | Error e) {
      closeAll(e);
      throw e;
    }
    descriptors.close();
    return verdicts;
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
    for (MapSpec map : object.maps()) {
      slots(map).slots().forEach(slot -> requireSymbol(map, slot));
    }
  }

  /** A map that others would not find under its name is not what was asked for. */
  private static void requireUnpinned(MapSpec map) {
    if (map.pinByName()) {
      throw new LinkException(map.name(), "asks to be pinned by name, which is not supported yet");
    }
  }

  private List<ProgramSpec> loadedPrograms() {
    return object.programs().stream().filter(SectionFlags::isLoadedByDefault).toList();
  }

  private void requireSymbol(MapSpec map, MapSpec.Contents.Slot slot) {
    boolean known =
        holdsPrograms(map)
            ? object.program(slot.symbol()).filter(SectionFlags::isLoadedByDefault).isPresent()
            : object.map(slot.symbol()).isPresent();
    if (!known) {
      throw badSlot(map, slot, "not in the object, or not loaded by default");
    }
    if (map.keySize() != Integer.BYTES) {
      throw badSlot(map, slot, "the key has " + map.keySize() + " bytes, not 4");
    }
  }

  private static LinkException badSlot(MapSpec map, MapSpec.Contents.Slot slot, String reason) {
    return new LinkException(
        slot.symbol(), "slot " + slot.index() + " of map " + map.name() + ": " + reason);
  }

  private void createMaps(LoadedBtf btf) {
    MapCreation creation = new MapCreation(system.kernel(), btf == null ? 0 : btf.descriptor());
    for (MapSpec spec : object.maps()) {
      Descriptor created = creation.create(spec, MapCreation.kernelName(object, spec));
      BpfMap map = descriptors.add(new BpfMap(spec, created), BpfMap::close);
      maps.put(spec.name(), map);
      if (spec.contents() instanceof MapSpec.Contents.GlobalData data) {
        fill(map, data);
      }
    }
  }

  private static void fill(BpfMap map, MapSpec.Contents.GlobalData data) {
    map.update(new byte[Integer.BYTES], data.bytes());
    if (data.frozen()) {
      map.freeze();
    }
  }

  private ProgramLoad request(ProgramSpec spec) {
    int flags = options.flags() | SectionFlags.of(spec);
    return new ProgramLoad(spec, object.license(), maps, options.logLevel(), flags);
  }

  private static DebugInfo debug(ProgramSpec spec, LoadedBtf btf) {
    return btf == null ? DebugInfo.NONE : DebugInfo.of(spec, btf);
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
