package io.bpf4j.asm;

import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Imm64;
import io.bpf4j.uapi.Helper;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The names that one object's text declares. */
final class Declarations implements Symbols {
  private static final Set<String> HELPERS =
      Arrays.stream(Helper.values()).map(Helper::cName).collect(Collectors.toUnmodifiableSet());

  private final Map<String, Imm64> addresses = new LinkedHashMap<>();
  private final Map<String, Callee> callees = new LinkedHashMap<>();
  private final Set<String> all = new HashSet<>();
  private final Set<String> sections = new HashSet<>();

  private void declare(String name, Cursor in, int mark) {
    if (!all.add(name)) {
      throw in.error(mark, "\"" + name + "\" is declared twice");
    }
    if (HELPERS.contains(name)) {
      throw in.error(mark, "\"" + name + "\" is a helper's name");
    }
  }

  void map(String name, Cursor in, int mark) {
    declare(name, in, mark);
    addresses.put(name, new Imm64.MapReference(name));
  }

  void variable(String name, String section, int offset, Cursor in, int mark) {
    declare(name, in, mark);
    addresses.put(name, new Imm64.MapValueReference(section, offset));
  }

  void section(String name) {
    sections.add(name);
  }

  void function(String name, boolean program, Cursor in, int mark) {
    declare(name, in, mark);
    if (!program) {
      addresses.put(name, new Imm64.SubprogramAddress(name));
      callees.put(name, new Callee.Subprogram(name));
    }
  }

  void kernelSymbol(Cursor in) {
    int mark = in.column() - 1;
    String name = in.name("the name of a kernel variable");
    declare(name, in, mark);
    addresses.put(name, new Imm64.KernelSymbol(name));
  }

  void kfunc(Cursor in) {
    int mark = in.column() - 1;
    String name = in.name("the name of a kernel function");
    declare(name, in, mark);
    callees.put(name, new Callee.Kfunc(name));
  }

  @Override
  public String kinds() {
    return "map, variable, subprogram or kernel symbol of this object";
  }

  @Override
  public Collection<String> names() {
    return addresses.keySet();
  }

  @Override
  public Imm64 address(String name, int offset) {
    if (sections.contains(name)) {
      return new Imm64.MapValueReference(name, offset);
    }
    Imm64 address = addresses.get(name);
    if (offset == 0 || address == null) {
      return address;
    }
    return address instanceof Imm64.MapValueReference variable
        ? new Imm64.MapValueReference(variable.map(), variable.offset() + offset)
        : null;
  }

  @Override
  public Callee callee(String name) {
    return callees.get(name);
  }
}
