package io.bpf4j.cli;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;

/** Names of BTF types, as C writes them. */
final class TypeNames {
  /** Types nest; a hostile file might nest them without end. */
  private static final int MAX_DEPTH = 16;

  private final Btf btf;

  TypeNames(Btf btf) {
    this.btf = btf;
  }

  /** The name of a type by its id; "-" where there is none. */
  String of(int id) {
    return id == 0 ? "-" : name(id, 0);
  }

  private String name(int id, int depth) {
    if (id == 0) {
      return "void";
    }
    if (!btf.has(id) || depth > MAX_DEPTH) {
      return "?";
    }
    BtfType type = btf.type(id);
    if (type instanceof BtfType.Ptr pointer) {
      return name(pointer.type(), depth + 1) + " *";
    }
    if (type instanceof BtfType.Array array) {
      return name(array.element(), depth + 1) + "[" + array.length() + "]";
    }
    if (type instanceof BtfType.Const constant) {
      return "const " + name(constant.type(), depth + 1);
    }
    if (type instanceof BtfType.Volatile changing) {
      return "volatile " + name(changing.type(), depth + 1);
    }
    if (type instanceof BtfType.Restrict restrict) {
      return name(restrict.type(), depth + 1);
    }
    if (type instanceof BtfType.TypeTag tag) {
      return name(tag.type(), depth + 1);
    }
    if (type instanceof BtfType.Struct struct) {
      String name = struct.name().isEmpty() ? "{...}" : struct.name();
      return (struct.union() ? "union " : "struct ") + name;
    }
    if (type instanceof BtfType.FuncProto) {
      return "function";
    }
    return type.name().isEmpty() ? "?" : type.name();
  }
}
