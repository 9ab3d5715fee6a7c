package io.bpf4j.btf.dump;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.IntEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What bpftool tells of a type, by its names for it: attributes in its order, then the parts.
 * Values are numbers or strings.
 *
 * @param parts what the list of parts is called, "" where the kind has none
 */
record Attributes(Map<String, Object> values, String parts, List<Map<String, Object>> list) {
  private static final String ANONYMOUS = "(anon)";

  static Attributes of(Btf btf, int id) {
    return new Collector(btf).collect(btf.type(id));
  }

  static String name(String name) {
    return name.isEmpty() ? ANONYMOUS : name;
  }

  /** Collects the attributes of one type. */
  private static final class Collector {
    private final Btf btf;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Map<String, Object>> list = new ArrayList<>();
    private String parts = "";

    Collector(Btf btf) {
      this.btf = btf;
    }

    Attributes collect(BtfType type) {
      switch (type.kind()) {
        case INT -> {
          BtfType.Int i = (BtfType.Int) type;
          put("size", i.size());
          put("bits_offset", i.bitOffset());
          put("nr_bits", i.bits());
          put("encoding", i.encoding() == IntEncoding.UNSIGNED ? "(none)" : i.encoding().name());
        }
        case PTR -> put("type_id", ((BtfType.Ptr) type).type());
        case ARRAY -> {
          put("type_id", ((BtfType.Array) type).element());
          put("index_type_id", ((BtfType.Array) type).index());
          put("nr_elems", ((BtfType.Array) type).length());
        }
        case STRUCT, UNION -> struct((BtfType.Struct) type);
        case ENUM -> {
          BtfType.Enum e = (BtfType.Enum) type;
          values(e.signed(), e.size(), e.values());
        }
        case ENUM64 -> {
          BtfType.Enum64 e = (BtfType.Enum64) type;
          values(e.signed(), e.size(), e.values());
        }
        case FWD -> put("fwd_kind", ((BtfType.Fwd) type).union() ? "union" : "struct");
        case TYPEDEF -> put("type_id", ((BtfType.Typedef) type).type());
        case VOLATILE -> put("type_id", ((BtfType.Volatile) type).type());
        case CONST -> put("type_id", ((BtfType.Const) type).type());
        case RESTRICT -> put("type_id", ((BtfType.Restrict) type).type());
        case FUNC -> {
          put("type_id", ((BtfType.Func) type).type());
          put("linkage", lower(((BtfType.Func) type).linkage()));
        }
        case FUNC_PROTO -> proto((BtfType.FuncProto) type);
        case VAR -> {
          put("type_id", ((BtfType.Var) type).type());
          put("linkage", lower(((BtfType.Var) type).linkage()));
        }
        case DATASEC -> section((BtfType.DataSec) type);
        case FLOAT -> put("size", ((BtfType.Float) type).size());
        case DECL_TAG -> {
          put("type_id", ((BtfType.DeclTag) type).type());
          put("component_idx", ((BtfType.DeclTag) type).component());
        }
        case TYPE_TAG -> put("type_id", ((BtfType.TypeTag) type).type());
      }
      return new Attributes(values, parts, list);
    }

    private void put(String name, Object value) {
      values.put(name, value);
    }

    private static String lower(BtfType.Linkage linkage) {
      return linkage.name().toLowerCase(Locale.ROOT);
    }

    private void parts(String what, int count) {
      parts = what;
      put("vlen", count);
    }

    private Map<String, Object> part() {
      Map<String, Object> part = new LinkedHashMap<>();
      list.add(part);
      return part;
    }

    private void struct(BtfType.Struct struct) {
      put("size", struct.size());
      parts("members", struct.members().size());
      for (BtfType.Member member : struct.members()) {
        Map<String, Object> part = part();
        part.put("name", name(member.name()));
        part.put("type_id", member.type());
        part.put("bits_offset", member.bitOffset());
        if (member.bitFieldSize() != 0) {
          part.put("bitfield_size", member.bitFieldSize());
        }
      }
    }

    private void values(boolean signed, int size, List<BtfType.EnumValue> all) {
      put("encoding", signed ? "SIGNED" : "UNSIGNED");
      put("size", size);
      parts("values", all.size());
      for (BtfType.EnumValue value : all) {
        Map<String, Object> part = part();
        part.put("name", name(value.name()));
        long number = value.value();
        part.put("val", signed ? Long.toString(number) : Long.toUnsignedString(number));
      }
    }

    private void proto(BtfType.FuncProto proto) {
      put("ret_type_id", proto.returns());
      parts("params", proto.params().size());
      for (BtfType.Param param : proto.params()) {
        Map<String, Object> part = part();
        part.put("name", name(param.name()));
        part.put("type_id", param.type());
      }
    }

    private void section(BtfType.DataSec section) {
      put("size", section.size());
      parts("vars", section.vars().size());
      for (BtfType.SectionVar var : section.vars()) {
        Map<String, Object> part = part();
        part.put("type_id", var.type());
        part.put("offset", var.offset());
        part.put("size", var.size());
        if (btf.has(var.type())) {
          part.put("kind", btf.kind(var.type()).name());
          part.put("var", name(btf.name(var.type())));
        }
      }
    }
  }
}
