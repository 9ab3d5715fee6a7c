package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Kind;

/** What CO-RE asks of single types. Types are null for void. */
final class Types {
  private Types() {}

  /** The type with an id that was resolved; null for void. */
  static BtfType type(Btf btf, int id) {
    return id == 0 ? null : btf.type(id);
  }

  static boolean isComposite(BtfType type) {
    return type instanceof BtfType.Struct;
  }

  static boolean isEnum(BtfType type) {
    return type instanceof BtfType.Enum || type instanceof BtfType.Enum64;
  }

  /** Whether kinds are the same; ENUM and ENUM64 count as one. */
  static boolean sameKind(BtfType local, BtfType target) {
    if (local == null || target == null) {
      return local == target;
    }
    return local.kind() == target.kind() || isEnum(local) && isEnum(target);
  }

  /** The enumerators of an enum of either kind. */
  static java.util.List<BtfType.EnumValue> values(BtfType type) {
    return type.kind() == Kind.ENUM
        ? ((BtfType.Enum) type).values()
        : ((BtfType.Enum64) type).values();
  }

  static boolean isSigned(BtfType type) {
    if (type instanceof BtfType.Int integer) {
      return integer.encoding() == BtfType.IntEncoding.SIGNED;
    }
    return type instanceof BtfType.Enum e && e.signed()
        || type instanceof BtfType.Enum64 wide && wide.signed();
  }

  /** The size in bytes of an enum of either kind. */
  static int enumSize(BtfType type) {
    return type instanceof BtfType.Enum e ? e.size() : ((BtfType.Enum64) type).size();
  }
}
