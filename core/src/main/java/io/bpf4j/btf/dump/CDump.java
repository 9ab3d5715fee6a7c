package io.bpf4j.btf.dump;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.TypeReferences;
import java.util.BitSet;

/**
 * C declarations of types: a header that compiles, in which every struct has the size and the
 * offsets that BTF says. Types come in the order that C wants, what is only pointed to is declared
 * first, names that occur twice get a number ("foo___2"). Functions and variables are left out
 * unless asked for.
 */
public final class CDump {
  private final Btf btf;
  private final boolean preserveAccessIndex;

  private CDump(Btf btf, boolean preserveAccessIndex) {
    this.btf = btf;
    this.preserveAccessIndex = preserveAccessIndex;
  }

  /** A dump of types; of split BTF, what is its own and what that needs of the base. */
  public static CDump of(Btf btf) {
    return new CDump(btf, false);
  }

  /**
   * The same with clang's attribute {@code preserve_access_index} on all structs, so that programs
   * compiled with the header have CO-RE relocations.
   */
  public CDump preserveAccessIndex() {
    return new CDump(btf, true);
  }

  /**
   * All types as a header.
   *
   * @throws io.bpf4j.MalformedException where a type holds itself, or is what C cannot express
   */
  public String text() {
    BitSet roots = new BitSet();
    BitSet used = new BitSet();
    for (int id = btf.firstOwnId(); id <= btf.count(); id++) {
      TypeReferences.forEach(btf.type(id), used::set);
      switch (btf.kind(id)) {
        case STRUCT, UNION, TYPEDEF, FWD -> roots.set(id, !btf.name(id).isEmpty());
        case ENUM, ENUM64 -> roots.set(id);
        default -> {
          // Written where they are used.
        }
      }
    }
    // An anonymous enum that nothing holds is there for its values.
    roots.stream().filter(id -> used.get(id) && btf.name(id).isEmpty()).forEach(roots::clear);
    return text(roots);
  }

  /**
   * Types and what they need as a header; anonymous ones are left out, except enums.
   *
   * @throws IndexOutOfBoundsException where there is no such type
   * @throws io.bpf4j.MalformedException as for {@link #text()}
   */
  public String text(int... ids) {
    BitSet roots = new BitSet();
    for (int id : ids) {
      BtfType type = btf.type(id);
      boolean isEnum = type instanceof BtfType.Enum || type instanceof BtfType.Enum64;
      if (isEnum || !type.name().isEmpty() && isDeclared(type)) {
        roots.set(id);
      }
    }
    return text(roots);
  }

  private static boolean isDeclared(BtfType type) {
    return switch (type.kind()) {
      case STRUCT, UNION, TYPEDEF, FWD, FUNC, VAR -> true;
      default -> false;
    };
  }

  private String text(BitSet roots) {
    StringBuilder out = new StringBuilder("#ifndef __VMLINUX_H__\n#define __VMLINUX_H__\n\n");
    if (preserveAccessIndex) {
      out.append("#ifndef BPF_NO_PRESERVE_ACCESS_INDEX\n#pragma clang attribute push ");
      out.append("(__attribute__((preserve_access_index)), apply_to = record)\n#endif\n\n");
    }
    CNames names = new CNames(btf);
    CTypes types = new CTypes(btf, names);
    DeclarationOrder order =
        new DeclarationOrder(
            btf,
            names,
            id -> out.append(types.forward(id)).append('\n'),
            id -> out.append(types.definition(id)).append('\n'));
    roots.stream().forEach(order::require);
    if (preserveAccessIndex) {
      out.append("#ifndef BPF_NO_PRESERVE_ACCESS_INDEX\n#pragma clang attribute pop\n#endif\n\n");
    }
    return out.append("#endif /* __VMLINUX_H__ */\n").toString();
  }
}
