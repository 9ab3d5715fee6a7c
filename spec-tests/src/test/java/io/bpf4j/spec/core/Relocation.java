package io.bpf4j.spec.core;

import io.bpf4j.RelocationException;
import io.bpf4j.link.CoreRelocator;
import io.bpf4j.link.Linker;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.core.LibbpfRelocation.Outcome;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own relocation, in the terms in which libbpf's is told. */
final class Relocation {
  private static final int EINVAL = 22;

  private Relocation() {}

  /** Every program of an object on its own. */
  static Map<String, Outcome> each(ObjectSpec object, CoreRelocator relocator) {
    Map<String, Outcome> out = new LinkedHashMap<>();
    for (ProgramSpec program : object.programs()) {
      ObjectSpec alone = object.withCode(List.of(program), object.subprograms());
      out.putAll(whole(alone, relocator));
    }
    return out;
  }

  /** All programs of an object at once. */
  static Map<String, Outcome> whole(ObjectSpec object, CoreRelocator relocator) {
    Map<String, Outcome> out = new LinkedHashMap<>();
    try {
      ObjectSpec relocated = relocator.relocate(Linker.link(object));
      for (ProgramSpec program : relocated.programs()) {
        byte[] code = program.code().encode(object.byteOrder());
        out.put(program.name(), new Outcome(0, HexFormat.of().formatHex(code)));
      }
    } catch (RelocationException e) {
      object.programs().forEach(p -> out.put(p.name(), new Outcome(-EINVAL, "")));
    }
    return out;
  }
}
