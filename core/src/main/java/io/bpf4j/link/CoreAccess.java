package io.bpf4j.link;

import io.bpf4j.btf.Btf;
import io.bpf4j.link.core.OwnAnswer;
import io.bpf4j.link.core.PathReader;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.CoreRelocation.Kind;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Something in an object's own BTF that code wants to know of the kernel's: a field, an enumerator
 * or a type. The local declaration needs no more than what is accessed, in any order and place, as
 * names decide (libbpf: {@code preserve_access_index}).
 *
 * @param btf the object's types; not null
 * @param type id of the struct, enum or type that the access begins at
 * @param access the access string of the relocation (llvm_reloc.rst); not null
 */
public record CoreAccess(Btf btf, int type, String access) {
  public CoreAccess {
    Objects.requireNonNull(btf, "btf");
    Objects.requireNonNull(access, "access");
  }

  /**
   * A field, by its path as C writes it, such as {@code "se.load.weight"} or {@code "comm[3]"}.
   *
   * @throws IllegalArgumentException where the type has no such field
   */
  public static CoreAccess field(Btf btf, int type, String path) {
    return new CoreAccess(btf, type, PathReader.accessString(btf, type, path));
  }

  /**
   * An enumerator, by its name.
   *
   * @throws IllegalArgumentException where the type has none of the name
   */
  public static CoreAccess enumerator(Btf btf, int type, String name) {
    return new CoreAccess(btf, type, PathReader.enumerator(btf, type, name));
  }

  /** A whole type. */
  public static CoreAccess type(Btf btf, int type) {
    return new CoreAccess(btf, type, "0");
  }

  /** The relocation of the instruction at a pc. */
  public CoreRelocation relocation(int pc, Kind kind) {
    return new CoreRelocation(pc, type, access, kind);
  }

  /**
   * What the object's own types answer: what the instruction holds before it is relocated.
   *
   * @param order of the object, which decides how bit fields lie
   * @throws IllegalArgumentException where this kind is not for what is accessed
   */
  public long value(Kind kind, ByteOrder order) {
    return OwnAnswer.value(btf, relocation(0, kind), order);
  }
}
