package io.bpf4j.btf;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/** The ids by which a type refers to others, in the order in which the format has them. */
public final class TypeReferences {
  private TypeReferences() {}

  /** Hands every id that a type refers to, void's 0 included, to {@code each}, in order. */
  public static void forEach(BtfType type, IntConsumer each) {
    switch (type.kind()) {
      case PTR -> each.accept(((BtfType.Ptr) type).type());
      case ARRAY -> {
        each.accept(((BtfType.Array) type).element());
        each.accept(((BtfType.Array) type).index());
      }
      case STRUCT, UNION ->
          ((BtfType.Struct) type).members().forEach(member -> each.accept(member.type()));
      case TYPEDEF -> each.accept(((BtfType.Typedef) type).type());
      case VOLATILE -> each.accept(((BtfType.Volatile) type).type());
      case CONST -> each.accept(((BtfType.Const) type).type());
      case RESTRICT -> each.accept(((BtfType.Restrict) type).type());
      case FUNC -> each.accept(((BtfType.Func) type).type());
      case FUNC_PROTO -> {
        each.accept(((BtfType.FuncProto) type).returns());
        ((BtfType.FuncProto) type).params().forEach(param -> each.accept(param.type()));
      }
      case VAR -> each.accept(((BtfType.Var) type).type());
      case DATASEC -> ((BtfType.DataSec) type).vars().forEach(var -> each.accept(var.type()));
      case DECL_TAG -> each.accept(((BtfType.DeclTag) type).type());
      case TYPE_TAG -> each.accept(((BtfType.TypeTag) type).type());
      case INT, ENUM, FWD, FLOAT, ENUM64 -> {
        // They refer to nothing.
      }
    }
  }

  /** The same type, with each id that it refers to replaced, in order, by what {@code ids} says. */
  public static BtfType replace(BtfType type, IntUnaryOperator ids) {
    return switch (type.kind()) {
      case PTR -> new BtfType.Ptr(ids.applyAsInt(((BtfType.Ptr) type).type()));
      case ARRAY -> {
        BtfType.Array array = (BtfType.Array) type;
        int element = ids.applyAsInt(array.element());
        yield new BtfType.Array(element, ids.applyAsInt(array.index()), array.length());
      }
      case STRUCT, UNION -> {
        BtfType.Struct struct = (BtfType.Struct) type;
        List<BtfType.Member> members =
            struct.members().stream()
                .map(
                    m ->
                        new BtfType.Member(
                            m.name(), ids.applyAsInt(m.type()), m.bitOffset(), m.bitFieldSize()))
                .toList();
        yield new BtfType.Struct(struct.name(), struct.union(), struct.size(), members);
      }
      case TYPEDEF -> {
        BtfType.Typedef typedef = (BtfType.Typedef) type;
        yield new BtfType.Typedef(typedef.name(), ids.applyAsInt(typedef.type()));
      }
      case VOLATILE -> new BtfType.Volatile(ids.applyAsInt(((BtfType.Volatile) type).type()));
      case CONST -> new BtfType.Const(ids.applyAsInt(((BtfType.Const) type).type()));
      case RESTRICT -> new BtfType.Restrict(ids.applyAsInt(((BtfType.Restrict) type).type()));
      case FUNC -> {
        BtfType.Func func = (BtfType.Func) type;
        yield new BtfType.Func(func.name(), ids.applyAsInt(func.type()), func.linkage());
      }
      case FUNC_PROTO -> {
        BtfType.FuncProto proto = (BtfType.FuncProto) type;
        int returns = ids.applyAsInt(proto.returns());
        yield new BtfType.FuncProto(
            returns,
            proto.params().stream()
                .map(p -> new BtfType.Param(p.name(), ids.applyAsInt(p.type())))
                .toList());
      }
      case VAR -> {
        BtfType.Var var = (BtfType.Var) type;
        yield new BtfType.Var(var.name(), ids.applyAsInt(var.type()), var.linkage());
      }
      case DATASEC -> {
        BtfType.DataSec section = (BtfType.DataSec) type;
        List<BtfType.SectionVar> vars =
            section.vars().stream()
                .map(v -> new BtfType.SectionVar(ids.applyAsInt(v.type()), v.offset(), v.size()))
                .toList();
        yield new BtfType.DataSec(section.name(), section.size(), vars);
      }
      case DECL_TAG -> {
        BtfType.DeclTag tag = (BtfType.DeclTag) type;
        int target = ids.applyAsInt(tag.type());
        yield new BtfType.DeclTag(tag.name(), target, tag.component(), tag.attribute());
      }
      case TYPE_TAG -> {
        BtfType.TypeTag tag = (BtfType.TypeTag) type;
        yield new BtfType.TypeTag(tag.name(), ids.applyAsInt(tag.type()), tag.attribute());
      }
      case INT, ENUM, FWD, FLOAT, ENUM64 -> type;
    };
  }
}
