package io.bpf4j.btf.dump;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Kind;
import io.bpf4j.btf.Layouts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Types as C writes them: declarators around specifiers, anonymous types in place. */
final class CTypes {
  private static final int MAX_CHAIN = 256;
  private static final int MAX_NESTING = 64;

  private final Btf btf;
  private final CNames names;
  private final StructBody bodies;
  // What the text may still take: anonymous types may hold each other often.
  private long budget;

  CTypes(Btf btf, CNames names) {
    this.btf = btf;
    this.names = names;
    this.bodies = new StructBody(btf, this, new Layouts(btf));
    this.budget = (8 << 20) + 256L * btf.count();
  }

  /** The declaration of a struct, union or enum that follows or is missing. */
  String forward(int id) {
    BtfType type = btf.type(id);
    return keyword(type) + " " + names.tag(id) + ";\n";
  }

  /** The definition of a type that has a name. */
  String definition(int id) {
    BtfType type = btf.type(id);
    if (type instanceof BtfType.Typedef typedef) {
      return "typedef " + declare(typedef.type(), names.typedef(id), 0) + ";\n";
    }
    if (type instanceof BtfType.Func func) {
      return "extern " + declare(func.type(), CNames.identifier(func.name()), 0) + ";\n";
    }
    if (type instanceof BtfType.Var var) {
      return "extern " + declare(var.type(), CNames.identifier(var.name()), 0) + ";\n";
    }
    return specifier(id, 0, new HashSet<>(), true) + ";\n";
  }

  /** A declaration of {@code name}, which may be "", at a level of nesting. */
  String declare(int id, String name, int level) {
    return declare(id, name, level, new HashSet<>());
  }

  /** As above; an anonymous struct's members take their names from {@code scope}. */
  String declare(int id, String name, int level, Set<String> scope) {
    int at = id;
    String declarator = name;
    String qualifiers = "";
    for (int chain = 0; chain < MAX_CHAIN; chain++) {
      if (at == 0) {
        return spend(join(qualifiers, "void", declarator));
      }
      BtfType type = btf.type(at);
      switch (type.kind()) {
        case CONST -> {
          qualifiers = qualified(qualifiers, "const");
          at = ((BtfType.Const) type).type();
        }
        case VOLATILE -> {
          qualifiers = qualified(qualifiers, "volatile");
          at = ((BtfType.Volatile) type).type();
        }
        case RESTRICT -> {
          at = ((BtfType.Restrict) type).type();
          qualifiers = isPointer(at) ? qualified(qualifiers, "restrict") : qualifiers;
        }
        case TYPE_TAG -> at = ((BtfType.TypeTag) type).type();
        case PTR -> {
          at = ((BtfType.Ptr) type).type();
          String pointer = "*" + qualifiers + (qualifiers.isEmpty() ? "" : " ") + declarator;
          declarator = binds(at) ? "(" + pointer + ")" : pointer;
          qualifiers = "";
        }
        case ARRAY -> {
          declarator += "[" + ((BtfType.Array) type).length() + "]";
          at = ((BtfType.Array) type).element();
        }
        case FUNC_PROTO -> {
          declarator += parameters(((BtfType.FuncProto) type).params(), level + 1);
          at = ((BtfType.FuncProto) type).returns();
          qualifiers = "";
        }
        default -> {
          return spend(join(qualifiers, specifier(at, level, scope, false), declarator));
        }
      }
    }
    throw malformed(id, "its declaration is longer than " + MAX_CHAIN + " steps");
  }

  private static String qualified(String qualifiers, String more) {
    if (qualifiers.contains(more)) {
      return qualifiers;
    }
    return qualifiers.isEmpty() ? more : qualifiers + " " + more;
  }

  private static String join(String qualifiers, String specifier, String declarator) {
    String head = qualifiers.isEmpty() ? specifier : qualifiers + " " + specifier;
    return declarator.isEmpty() ? head : head + " " + declarator;
  }

  private boolean isPointer(int id) {
    int resolved = btf.resolve(id);
    return resolved != 0 && btf.kind(resolved) == Kind.PTR;
  }

  /** Whether a declarator of the type binds tighter than the star of a pointer to it. */
  private boolean binds(int id) {
    int at = unqualified(id);
    return at != 0 && (btf.kind(at) == Kind.ARRAY || btf.kind(at) == Kind.FUNC_PROTO);
  }

  /** A type without const, volatile, restrict and tags, but with its typedefs. */
  int unqualified(int id) {
    int at = id;
    for (int chain = 0; at != 0 && chain < MAX_CHAIN; chain++) {
      BtfType type = btf.type(at);
      switch (type.kind()) {
        case CONST -> at = ((BtfType.Const) type).type();
        case VOLATILE -> at = ((BtfType.Volatile) type).type();
        case RESTRICT -> at = ((BtfType.Restrict) type).type();
        case TYPE_TAG -> at = ((BtfType.TypeTag) type).type();
        default -> {
          return at;
        }
      }
    }
    return at;
  }

  private String parameters(List<BtfType.Param> params, int level) {
    if (params.isEmpty()) {
      return "(void)";
    }
    StringBuilder list = new StringBuilder("(");
    for (int i = 0; i < params.size(); i++) {
      boolean ellipsis = params.get(i).type() == 0 && i == params.size() - 1;
      // A lone ellipsis is how compilers write parameters that are not told.
      if (!(ellipsis && i == 0)) {
        list.append(i == 0 ? "" : ", ");
        list.append(ellipsis ? "..." : declare(params.get(i).type(), "", level));
      }
    }
    return list.append(')').toString();
  }

  private String specifier(int id, int level, Set<String> scope, boolean whole) {
    if (level > MAX_NESTING) {
      throw malformed(id, "is nested deeper than " + MAX_NESTING);
    }
    BtfType type = btf.type(id);
    boolean inPlace = whole || type.name().isEmpty();
    return switch (type.kind()) {
      case INT -> Scalars.integer((BtfType.Int) type);
      case FLOAT -> Scalars.floating((BtfType.Float) type);
      case TYPEDEF -> names.typedef(id);
      case FWD -> keyword(type) + " " + names.tag(id);
      case STRUCT, UNION ->
          inPlace
              ? head(type, id) + " " + bodies.text(id, level, scope)
              : keyword(type) + " " + names.tag(id);
      case ENUM -> {
        BtfType.Enum e = (BtfType.Enum) type;
        yield inPlace
            ? head(type, id) + enumBody(type, e.size(), e.signed(), e.values(), level)
            : "enum " + names.tag(id);
      }
      case ENUM64 -> {
        BtfType.Enum64 e = (BtfType.Enum64) type;
        yield inPlace
            ? head(type, id) + enumBody(type, e.size(), e.signed(), e.values(), level)
            : "enum " + names.tag(id);
      }
      default -> throw malformed(id, "is nothing that a declaration in C can have");
    };
  }

  private String head(BtfType type, int id) {
    return type.name().isEmpty() ? keyword(type) : keyword(type) + " " + names.tag(id);
  }

  private static String keyword(BtfType type) {
    return switch (type.kind()) {
      case ENUM, ENUM64 -> "enum";
      case UNION -> "union";
      case FWD -> ((BtfType.Fwd) type).union() ? "union" : "struct";
      default -> "struct";
    };
  }

  private String enumBody(
      BtfType type, int size, boolean signed, List<BtfType.EnumValue> values, int level) {
    StringBuilder body = new StringBuilder(" {\n");
    String indent = "\t".repeat(level + 1);
    if (values.isEmpty()) {
      // C has no enum without values, and none that is only declared but has a size.
      body.append(indent).append(names.value(type.name() + "___none")).append(",\n");
    }
    for (BtfType.EnumValue value : values) {
      body.append(indent).append(names.value(value.name())).append(" = ");
      body.append(number(value.value(), type.kind() == Kind.ENUM64, signed)).append(",\n");
    }
    body.append("\t".repeat(level)).append('}');
    switch (size) {
      case 1 -> body.append(" __attribute__((mode(QI)))");
      case 2 -> body.append(" __attribute__((mode(HI)))");
      case 8 -> body.append(" __attribute__((mode(DI)))");
      default -> {
        // What compilers choose anyway.
      }
    }
    return spend(body.toString());
  }

  private static String number(long value, boolean wide, boolean signed) {
    if (value == Long.MIN_VALUE && signed) {
      return "-9223372036854775807LL - 1";
    }
    String digits = signed ? Long.toString(value) : Long.toUnsignedString(value);
    return wide ? digits + (signed ? "LL" : "ULL") : digits;
  }

  String spend(String text) {
    budget -= text.length();
    if (budget < 0) {
      throw new MalformedException(".BTF", -1, "its declarations in C are absurdly long");
    }
    return text;
  }

  static MalformedException malformed(int id, String reason) {
    return new MalformedException(".BTF", -1, "type " + id + ": " + reason);
  }
}
