package io.bpf4j.elf.reading;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfRelocation;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import io.bpf4j.elf.maps.MapDefinition;
import io.bpf4j.elf.maps.VariableSection;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.kernel.SectionRole;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.MapSpec.Contents.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The maps of an object: those of .maps in order of offset, then its sections of variables. */
final class MapTable {
  private static final String SECTION = ".maps";
  private static final int SLOT_BYTES = 8;

  /**
   * Larger sections of variables are refused: zeros that take no place in a file would fill memory.
   */
  private static final long MAX_VARIABLES = 64L << 20;

  /** A map of .maps: where it begins and how far its symbol reaches. */
  private record Defined(MapDefinition definition, long start, long end) {}

  private final ElfFile elf;
  private final Btf btf;
  private final int mapsIndex;
  private final TreeMap<Long, Defined> defined = new TreeMap<>();
  private final Map<String, Map<Integer, String>> slots = new HashMap<>();
  private final List<MapSpec> variables = new ArrayList<>();
  private final Map<Integer, String> variableSections = new HashMap<>();

  MapTable(ElfFile elf, Btf btf) {
    this.elf = elf;
    this.btf = btf;
    this.mapsIndex = elf.indexOf(SECTION);
    if (mapsIndex >= 0) {
      readDefinitions();
    }
    readVariables();
    checkNames();
  }

  private void readDefinitions() {
    ElfSection section = elf.sections().get(mapsIndex);
    int id = btf.findId(BtfType.DataSec.class, SECTION);
    if (id == 0) {
      throw section.malformed(
          -1, "its maps have no types: .BTF has no DATASEC of that name; clang needs -g");
    }
    Map<String, ElfSymbol> symbols = new HashMap<>();
    for (ElfSymbol symbol : elf.symbols()) {
      if (symbol.section() == mapsIndex && symbol.type() == ElfSymbol.OBJECT) {
        symbols.put(symbol.name(), symbol);
      }
    }
    for (BtfType.SectionVar place : ((BtfType.DataSec) btf.type(id)).vars()) {
      if (!btf.has(place.type()) || !(btf.type(place.type()) instanceof BtfType.Var var)) {
        throw section.malformed(place.offset(), "type " + place.type() + " is no variable");
      }
      ElfSymbol symbol = symbols.get(var.name());
      if (symbol == null) {
        throw section.malformed(place.offset(), "map " + var.name() + " has no symbol");
      }
      MapDefinition definition = MapDefinition.of(btf, var.type(), var.name());
      long end = symbol.value() + Math.max(symbol.size(), 1);
      Defined old = defined.put(symbol.value(), new Defined(definition, symbol.value(), end));
      if (old != null) {
        throw section.malformed(
            symbol.value(), "two maps begin here: " + old.definition().spec().name());
      }
    }
  }

  private void readVariables() {
    long total = 0;
    for (int i = 0; i < elf.sections().size(); i++) {
      ElfSection section = elf.sections().get(i);
      boolean variable =
          SectionNames.role(section.name()).orElse(null) == SectionRole.GLOBALS
              && !section.isCode()
              && !section.isRelocations()
              && section.size() > 0;
      if (!variable) {
        continue;
      }
      if (section.size() > MAX_VARIABLES - total) {
        throw section.malformed(
            -1,
            "%d bytes of variables, with %d before, are more than %d"
                .formatted(section.size(), total, MAX_VARIABLES));
      }
      total += section.size();
      byte[] bytes =
          section.type() == ElfSection.NOBITS ? new byte[(int) section.size()] : section.bytes();
      variableSections.put(i, section.name());
      variables.add(VariableSection.map(btf, section.name(), bytes));
    }
  }

  private void checkNames() {
    Set<String> names = new HashSet<>();
    for (MapSpec map : maps()) {
      if (!names.add(map.name())) {
        throw new io.bpf4j.MalformedException(
            SECTION, -1, "there are two maps named " + map.name());
      }
    }
  }

  /** Fills slots of prog arrays and maps of maps from the relocations of .maps. */
  void readSlots(References references) {
    for (ElfSection table : elf.sections()) {
      if (mapsIndex >= 0 && table.isRelocations() && table.info() == mapsIndex) {
        for (ElfRelocation relocation : elf.relocations(table)) {
          readSlot(relocation, references);
        }
      }
    }
  }

  private void readSlot(ElfRelocation relocation, References references) {
    ElfSection section = elf.sections().get(mapsIndex);
    long offset = relocation.offset();
    Defined map = containing(offset);
    int values = map == null ? -1 : map.definition().valuesOffset();
    long within = map == null ? 0 : offset - map.start() - values;
    if (values < 0 || within < 0 || within % SLOT_BYTES != 0) {
      throw section.malformed(offset, "a relocation that fills no slot of a map");
    }
    if (offset > section.content().limit() - SLOT_BYTES) {
      throw section.malformed(offset, "a slot goes past the section's end");
    }
    long addend = relocation.addend() + section.content().getLong((int) offset);
    MapSpec spec = map.definition().spec();
    String symbol = references.slot(relocation, addend, spec.inner() != null, section);
    slots
        .computeIfAbsent(spec.name(), n -> new TreeMap<>())
        .put((int) (within / SLOT_BYTES), symbol);
  }

  /** Whether this is the section of BTF-defined maps. */
  boolean isMaps(int section) {
    return section == mapsIndex;
  }

  /** The name of the map of a section of variables, or null where the section is none. */
  String variables(int section) {
    return variableSections.get(section);
  }

  /** The name of the map that an offset of .maps lies in, or null. */
  String mapAt(long offset) {
    Defined map = containing(offset);
    return map == null ? null : map.definition().spec().name();
  }

  private Defined containing(long offset) {
    Map.Entry<Long, Defined> entry = defined.floorEntry(offset);
    return entry == null || offset >= entry.getValue().end() ? null : entry.getValue();
  }

  /** All maps. */
  List<MapSpec> maps() {
    List<MapSpec> maps = new ArrayList<>();
    for (Defined map : defined.values()) {
      MapSpec spec = map.definition().spec();
      maps.add(slots.containsKey(spec.name()) ? withSlots(spec) : spec);
    }
    maps.addAll(variables);
    return maps;
  }

  private MapSpec withSlots(MapSpec spec) {
    List<Slot> filled = new ArrayList<>();
    slots.get(spec.name()).forEach((index, symbol) -> filled.add(new Slot(index, symbol)));
    return spec.withContents(new MapSpec.Contents.Slots(filled));
  }
}
