package io.bpf4j.elf.writing;

import io.bpf4j.LinkException;
import io.bpf4j.btf.BtfType;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.kernel.SectionRole;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that every symbol is there, once, and is what it is used as. */
final class SymbolCheck {
  private final ObjectSpec object;
  private final Set<String> functions = new HashSet<>();
  private final Set<String> maps = new HashSet<>();
  private final Set<String> variables = new HashSet<>();
  private final Set<String> globals = new HashSet<>();

  SymbolCheck(ObjectSpec object) {
    this.object = object;
  }

  void check() {
    object.programs().forEach(program -> functions.add(program.name()));
    object.subprograms().forEach(subprogram -> functions.add(subprogram.name()));
    for (MapSpec map : object.maps()) {
      if (map.isGlobalData()) {
        checkVariables(map);
      } else if (!maps.add(map.name()) || functions.contains(map.name())) {
        throw new LinkException(map.name(), "is the name of a map and of a function");
      }
    }
    ObjectSymbols used = new ObjectSymbols(object);
    require(used.subprograms, functions, "is called but not defined");
    require(used.maps, maps, "is used as a map, but no map of .maps");
    require(used.variables, variables, "is used as a section of variables, but none");
    for (String global : globals) {
      if (functions.contains(global) || maps.contains(global)) {
        throw new LinkException(global, "is the name of a variable and of something else");
      }
    }
    forbid(used.kernelFunctions);
    forbid(used.kernelSymbols);
    object.maps().forEach(this::checkSlots);
  }

  private void checkVariables(MapSpec map) {
    String name = map.name();
    if (SectionNames.role(name).orElse(null) != SectionRole.GLOBALS) {
      throw new LinkException(name, "is no section of variables: .rodata, .data or .bss");
    }
    byte[] bytes = ((MapSpec.Contents.GlobalData) map.contents()).bytes();
    if (bytes.length == 0 || bytes.length != map.valueSize()) {
      throw new LinkException(
          name, "has " + bytes.length + " bytes but a value size of " + map.valueSize());
    }
    if (isZeros(name)) {
      for (byte b : bytes) {
        if (b != 0) {
          throw new LinkException(name, "holds a byte that is not zero");
        }
      }
    }
    variables.add(name);
    BtfType.DataSec types = object.btf().find(BtfType.DataSec.class, name).orElse(null);
    for (BtfType.SectionVar place : types == null ? List.<BtfType.SectionVar>of() : types.vars()) {
      boolean global =
          object.btf().has(place.type())
              && object.btf().type(place.type()) instanceof BtfType.Var var
              && var.linkage() != BtfType.Linkage.STATIC;
      if (global && !globals.add(object.btf().type(place.type()).name())) {
        throw new LinkException(
            object.btf().type(place.type()).name(), "is the name of two global variables");
      }
    }
  }

  /** Whether a section takes no place in the file. */
  static boolean isZeros(String section) {
    return section.startsWith(".bss");
  }

  private void checkSlots(MapSpec map) {
    if (!(map.contents() instanceof MapSpec.Contents.Slots slots)) {
      return;
    }
    int last = -1;
    for (MapSpec.Contents.Slot slot : slots.slots()) {
      if (slot.index() <= last || slot.index() >= map.maxEntries()) {
        throw new LinkException(map.name(), "slot " + slot.index() + " is out of order or range");
      }
      last = slot.index();
      boolean known = (map.inner() == null ? functions : maps).contains(slot.symbol());
      if (!known) {
        throw new LinkException(
            slot.symbol(), "is in a slot of map " + map.name() + " but not defined");
      }
    }
  }

  private static void require(Set<String> used, Set<String> defined, String reason) {
    for (String name : used) {
      if (!defined.contains(name)) {
        throw new LinkException(name, reason);
      }
    }
  }

  private void forbid(Set<String> external) {
    for (String name : external) {
      if (functions.contains(name) || maps.contains(name) || globals.contains(name)) {
        throw new LinkException(name, "is defined here and expected of the kernel");
      }
    }
  }
}
