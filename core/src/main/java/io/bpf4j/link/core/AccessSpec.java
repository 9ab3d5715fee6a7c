package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import java.util.List;

/**
 * What a relocation speaks of, in one BTF: a type, or a path from it to a field or an enumerator.
 *
 * @param btf where the types are
 * @param root id of the type that the path begins at, typedefs not taken off
 * @param steps what C names: array elements and named members, the first an array element; or the
 *     one enumerator; empty for whole types
 * @param indices places in member lists and arrays, anonymous members counted too
 * @param bitOffset where the field begins, in bits from the start of the root
 */
public record AccessSpec(
    Btf btf, int root, List<Step> steps, List<Integer> indices, long bitOffset) {
  /** Longer paths are refused, as libbpf does (BPF_CORE_SPEC_MAX_LEN). */
  static final int MAX_LENGTH = 64;

  /**
   * One step of a path.
   *
   * @param type for a member or an enumerator the type that has it; for an array element that
   *     element's type; typedefs and modifiers taken off
   * @param index place of the member, enumerator or element
   * @param name of the member or enumerator; null for an array element
   */
  public record Step(int type, int index, String name) {}

  public AccessSpec {
    steps = List.copyOf(steps);
    indices = List.copyOf(indices);
  }

  /** A whole type. */
  static AccessSpec ofType(Btf btf, int root) {
    return new AccessSpec(btf, root, List.of(), List.of(0), 0);
  }

  /** The last step; must not be asked of a whole type. */
  Step last() {
    return steps.get(steps.size() - 1);
  }

  /** The root type as C writes it, such as {@code "struct task_struct"}. */
  public String type() {
    return typeName(btf, root);
  }

  /** The path as C writes it, such as {@code "struct task_struct.thread.regs[2]"}. */
  public String path() {
    StringBuilder out = new StringBuilder(type());
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.name() == null) {
        out.append(i == 0 && step.index() == 0 ? "" : "[" + step.index() + "]");
      } else {
        boolean enumerator = !(btf.type(step.type()) instanceof BtfType.Struct);
        out.append(enumerator ? "::" : ".").append(step.name());
      }
    }
    return out.toString();
  }

  /** A type as C writes it, with its keyword; only what has a name or a keyword is told apart. */
  public static String typeName(Btf btf, int id) {
    if (!btf.has(id)) {
      return id == 0 ? "void" : "type " + id;
    }
    BtfType type = btf.type(id);
    String name = type.name().isEmpty() ? "<anonymous>" : type.name();
    return switch (type.kind()) {
      case STRUCT -> "struct " + name;
      case UNION -> "union " + name;
      case ENUM, ENUM64 -> "enum " + name;
      case FWD -> (((BtfType.Fwd) type).union() ? "union " : "struct ") + name;
      case PTR, ARRAY, VOLATILE, CONST, RESTRICT, FUNC_PROTO, TYPE_TAG -> type.kind() + " " + id;
      case INT, TYPEDEF, FUNC, VAR, DATASEC, FLOAT, DECL_TAG -> name;
    };
  }
}
