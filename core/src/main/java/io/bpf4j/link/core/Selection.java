package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.object.CoreRelocation.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The part of a BTF that some relocations need, chosen by what they lead to. Not thread-safe. */
public final class Selection {
  /** How much of a type is needed. */
  private enum Need {
    /** Its kind, name and size. */
    SHAPE,
    /** Also what pointers, arrays and prototypes lead to. */
    REACH,
    /** Also every member and enumerator. */
    WHOLE,
    /** All but the members of structs: what is compared behind a pointer. */
    POINTED
  }

  private record Task(int id, Need need) {}

  private final Btf btf;
  // Which members or enumerators of a type are kept; a type that is not in it is not kept.
  private final Map<Integer, BitSet> kept = new TreeMap<>();
  private final Set<Integer> followed = new HashSet<>();
  private final Set<Task> seen = new HashSet<>();
  private final Deque<Task> work = new ArrayDeque<>();

  /** Nothing of a BTF yet. */
  public Selection(Btf btf) {
    this.btf = btf;
  }

  /** Adds what a relocation needs that a candidate answers. */
  public void add(AccessSpec match, Kind kind) {
    keep(match.root());
    int at = btf.resolve(match.root());
    need(at, need(kind));
    if (kind.isOfEnumValue()) {
      keep(at).set(match.last().index());
    } else if (kind.isOfField()) {
      for (int index : match.indices().subList(1, match.indices().size())) {
        at = enter(at, index);
      }
    }
    while (!work.isEmpty()) {
      follow(work.pop());
    }
  }

  private static Need need(Kind kind) {
    return switch (kind) {
      case TYPE_MATCHES -> Need.WHOLE;
      case TYPE_EXISTS, TYPE_SIZE, TYPE_ID_TARGET, TYPE_ID_LOCAL -> Need.REACH;
      case FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_EXISTS,
          FIELD_SIGNED,
          FIELD_LSHIFT_U64,
          FIELD_RSHIFT_U64,
          ENUMVAL_EXISTS,
          ENUMVAL_VALUE ->
          Need.SHAPE;
    };
  }

  private BitSet keep(int id) {
    return kept.computeIfAbsent(id, i -> new BitSet());
  }

  private int enter(int id, int index) {
    int inner;
    if (btf.type(id) instanceof BtfType.Struct struct) {
      keep(id).set(index);
      inner = struct.members().get(index).type();
      if (isEmptyArray(inner)) {
        // Were it the last one kept, it would be taken for a flexible array.
        int last = struct.members().size() - 1;
        keep(id).set(last);
        need(struct.members().get(last).type(), Need.SHAPE);
      }
    } else {
      inner = ((BtfType.Array) btf.type(id)).element();
    }
    need(inner, Need.SHAPE);
    return btf.resolve(inner);
  }

  private boolean isEmptyArray(int id) {
    return Types.type(btf, btf.resolve(id)) instanceof BtfType.Array array && array.length() == 0;
  }

  private void need(int id, Need need) {
    int resolved = btf.resolve(id);
    if (resolved != 0) {
      Task task = new Task(resolved, need);
      if (seen.add(task)) {
        keep(resolved);
        work.push(task);
      }
    }
  }

  private void follow(Task task) {
    BtfType type = btf.type(task.id());
    Need need = task.need();
    if (type instanceof BtfType.Array array) {
      need(array.element(), need);
      need(array.index(), Need.SHAPE);
    }
    if (need == Need.SHAPE) {
      return;
    }
    if (type instanceof BtfType.Ptr pointer) {
      followed.add(task.id());
      need(pointer.type(), need == Need.WHOLE ? Need.POINTED : need);
    } else if (type instanceof BtfType.FuncProto proto) {
      need(proto.returns(), need);
      proto.params().forEach(parameter -> need(parameter.type(), need));
    } else if (type instanceof BtfType.Struct struct && need == Need.WHOLE) {
      keep(task.id()).set(0, struct.members().size());
      struct.members().forEach(member -> need(member.type(), need));
    } else if (Types.isEnum(type) && need != Need.REACH) {
      keep(task.id()).set(0, Types.values(type).size());
    }
  }

  /** What was chosen, as a BTF of its own: the same order, other ids. */
  public Btf build() {
    Map<Integer, Integer> ids = new HashMap<>();
    kept.keySet().forEach(id -> ids.put(id, ids.size() + 1));
    List<BtfType> types = new ArrayList<>();
    kept.forEach((id, parts) -> types.add(part(id, parts, ids)));
    return Btf.of(types);
  }

  private int mapped(int id, Map<Integer, Integer> ids) {
    return ids.getOrDefault(btf.resolve(id), 0);
  }

  private BtfType part(int id, BitSet parts, Map<Integer, Integer> ids) {
    BtfType type = btf.type(id);
    return switch (type.kind()) {
      case PTR ->
          new BtfType.Ptr(followed.contains(id) ? mapped(((BtfType.Ptr) type).type(), ids) : 0);
      case ARRAY -> {
        BtfType.Array array = (BtfType.Array) type;
        yield new BtfType.Array(
            mapped(array.element(), ids), mapped(array.index(), ids), array.length());
      }
      case STRUCT, UNION -> {
        BtfType.Struct struct = (BtfType.Struct) type;
        List<BtfType.Member> members =
            chosen(struct.members(), parts).stream()
                .map(
                    m ->
                        new BtfType.Member(
                            m.name(), mapped(m.type(), ids), m.bitOffset(), m.bitFieldSize()))
                .toList();
        yield new BtfType.Struct(struct.name(), struct.union(), struct.size(), members);
      }
      case ENUM -> {
        BtfType.Enum e = (BtfType.Enum) type;
        yield new BtfType.Enum(e.name(), e.size(), e.signed(), chosen(e.values(), parts));
      }
      case ENUM64 -> {
        BtfType.Enum64 e = (BtfType.Enum64) type;
        yield new BtfType.Enum64(e.name(), e.size(), e.signed(), chosen(e.values(), parts));
      }
      case TYPEDEF -> new BtfType.Typedef(type.name(), mapped(id, ids));
      case FUNC_PROTO -> {
        BtfType.FuncProto proto = (BtfType.FuncProto) type;
        yield new BtfType.FuncProto(
            mapped(proto.returns(), ids),
            proto.params().stream()
                .map(p -> new BtfType.Param(p.name(), mapped(p.type(), ids)))
                .toList());
      }
      case FUNC -> {
        BtfType.Func function = (BtfType.Func) type;
        yield new BtfType.Func(function.name(), mapped(function.type(), ids), function.linkage());
      }
      case INT, FWD, FLOAT -> type;
      case VOLATILE, CONST, RESTRICT, TYPE_TAG, VAR, DATASEC, DECL_TAG ->
          throw new Unrelocatable(type.kind() + " " + type.name() + " is no type to relocate by");
    };
  }

  private static <T> List<T> chosen(List<T> all, BitSet parts) {
    return parts.stream().mapToObj(all::get).toList();
  }
}
