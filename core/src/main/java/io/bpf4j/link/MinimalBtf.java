package io.bpf4j.link;

import io.bpf4j.RelocationException;
import io.bpf4j.btf.Btf;
import io.bpf4j.link.core.Resolver;
import io.bpf4j.link.core.Selection;
import io.bpf4j.link.core.Target;
import io.bpf4j.link.core.Unrelocatable;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.ObjectSpec;
import java.util.List;

/**
 * The small part of a kernel's BTF that suffices to relocate given objects, to be shipped for
 * kernels that have none of their own (as {@code bpftool gen min_core_btf} makes it, and libbpf
 * takes as {@code btf_custom_path}). Relocated against it an object becomes the same as against the
 * whole, but for the ids of target types, which are those of the part.
 */
public final class MinimalBtf {
  private MinimalBtf() {}

  /**
   * The part of a kernel's types that objects need.
   *
   * @throws io.bpf4j.MalformedException where a relocation does not fit its object's types, or
   *     either BTF is broken
   * @throws io.bpf4j.RelocationException where a relocation cannot be worked out
   */
  public static Btf of(Btf target, List<ObjectSpec> objects) {
    Selection selection = new Selection(target);
    Target types = new Target(target);
    for (ObjectSpec object : objects) {
      Resolver resolver = new Resolver(object.btf(), types, object.byteOrder());
      object.programs().forEach(p -> add(p.name(), p.coreRelocations(), resolver, selection));
      object.subprograms().forEach(s -> add(s.name(), s.coreRelocations(), resolver, selection));
    }
    return selection.build();
  }

  private static void add(
      String function, List<CoreRelocation> relocations, Resolver resolver, Selection selection) {
    for (CoreRelocation relocation : relocations) {
      if (relocation.kind() == CoreRelocation.Kind.TYPE_ID_LOCAL) {
        continue;
      }
      try {
        resolver.matches(relocation).forEach(match -> selection.add(match, relocation.kind()));
      } catch (Unrelocatable e) {
        throw new RelocationException(
            function,
            relocation.pc(),
            "type " + relocation.btfType(),
            relocation.kind().text() + " of access " + relocation.access(),
            List.of(),
            e.getMessage());
      }
    }
  }
}
