package io.bpf4j.btf;

import io.bpf4j.MalformedException;

/** Walks chains of types; every walk is bounded. */
final class Sizes {
  /** MAX_RESOLVE_DEPTH of the kernel's BTF checks (kernel/bpf/btf.c): longer chains are refused. */
  static final int MAX_DEPTH = 32;

  private static final int POINTER_BYTES = 8;

  private Sizes() {}

  static int resolve(Btf btf, int id) {
    int at = id;
    for (int depth = 0; depth <= MAX_DEPTH; depth++) {
      int next = modified(btf, at);
      if (next < 0) {
        return at;
      }
      at = next;
    }
    throw malformed(id, "its chain of modifiers is longer than " + MAX_DEPTH);
  }

  static long sizeOf(Btf btf, int id) {
    int at = btf.has(id) && btf.type(id) instanceof BtfType.Var var ? var.type() : id;
    long count = 1;
    for (int depth = 0; depth <= MAX_DEPTH; depth++) {
      at = resolve(btf, at);
      if (!(at != 0 && btf.type(at) instanceof BtfType.Array array)) {
        return multiply(id, count, plainSize(btf, at));
      }
      count = multiply(id, count, array.length());
      at = array.element();
    }
    throw malformed(id, "arrays are nested deeper than " + MAX_DEPTH);
  }

  private static long multiply(int id, long count, long size) {
    long product = count * size;
    if (product > Integer.MAX_VALUE) {
      throw malformed(id, "its size overflows 31 bits");
    }
    return product;
  }

  private static long plainSize(Btf btf, int id) {
    if (id == 0) {
      throw malformed(0, "void has no size");
    }
    BtfType type = btf.type(id);
    return switch (type.kind()) {
      case INT -> ((BtfType.Int) type).size();
      case PTR -> POINTER_BYTES;
      case STRUCT, UNION -> ((BtfType.Struct) type).size();
      case ENUM -> ((BtfType.Enum) type).size();
      case ENUM64 -> ((BtfType.Enum64) type).size();
      case FLOAT -> ((BtfType.Float) type).size();
      case DATASEC -> ((BtfType.DataSec) type).size();
      case ARRAY, VAR, FWD, FUNC, FUNC_PROTO, DECL_TAG -> throw malformed(id, "has no size");
      case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG ->
          throw new IllegalStateException("not resolved");
    };
  }

  /** What a modifier modifies, or -1 where the type is none. */
  private static int modified(Btf btf, int id) {
    if (id == 0) {
      return -1;
    }
    if (!btf.has(id)) {
      throw malformed(id, "does not exist");
    }
    BtfType type = btf.type(id);
    return switch (type.kind()) {
      case TYPEDEF -> ((BtfType.Typedef) type).type();
      case VOLATILE -> ((BtfType.Volatile) type).type();
      case CONST -> ((BtfType.Const) type).type();
      case RESTRICT -> ((BtfType.Restrict) type).type();
      case TYPE_TAG -> ((BtfType.TypeTag) type).type();
      case INT,
          PTR,
          ARRAY,
          STRUCT,
          UNION,
          ENUM,
          FWD,
          FUNC,
          FUNC_PROTO,
          VAR,
          DATASEC,
          FLOAT,
          DECL_TAG,
          ENUM64 ->
          -1;
    };
  }

  static MalformedException malformed(int id, String reason) {
    return new MalformedException(".BTF", -1, "type " + id + ": " + reason);
  }
}
