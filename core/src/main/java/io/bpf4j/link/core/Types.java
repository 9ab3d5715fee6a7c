package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What CO-RE asks of single types. Types are null for void. */
final class Types {
  /** {@link Btf#sizeOf} refuses deeper ones. */
  private static final int MAX_ARRAYS = 32;

  private static final Set<Kind> SIZELESS =
      EnumSet.of(Kind.FWD, Kind.FUNC, Kind.FUNC_PROTO, Kind.VAR, Kind.DECL_TAG);

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
    return sameKind(local.kind(), target.kind());
  }

  static boolean sameKind(Kind local, Kind target) {
    return local == target || isEnum(local) && isEnum(target);
  }

  private static boolean isEnum(Kind kind) {
    return kind == Kind.ENUM || kind == Kind.ENUM64;
  }

  /** The enumerators of an enum of either kind. */
  static List<BtfType.EnumValue> values(BtfType type) {
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

  /** The size of a type in bytes; arrays of what has none, too, have none. */
  static long sizeOf(Btf btf, int id) {
    int at = btf.resolve(id);
    for (int depth = 0; depth < MAX_ARRAYS && type(btf, at) instanceof BtfType.Array a; depth++) {
      at = btf.resolve(a.element());
    }
    BtfType type = type(btf, at);
    if (type == null || SIZELESS.contains(type.kind())) {
      throw new Unrelocatable(AccessSpec.typeName(btf, id) + " has no size");
    }
    return btf.sizeOf(id);
  }

  /** The size in bytes of an enum of either kind. */
  static int enumSize(BtfType type) {
    return type instanceof BtfType.Enum e ? e.size() : ((BtfType.Enum64) type).size();
  }
}
