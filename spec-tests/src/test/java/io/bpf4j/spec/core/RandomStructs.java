package io.bpf4j.spec.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.EnumValue;
import io.bpf4j.btf.BtfType.IntEncoding;
import io.bpf4j.btf.BtfType.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Two BTFs of a seed: an object's types, and a kernel's that are like them but for what a kernel's
 * history may have done: members moved, removed, resized, nested, turned into something else.
 */
final class RandomStructs {
  /** A type of C. */
  private sealed interface Type {
    record Int(int size, boolean signed) implements Type {}

    record Pointer(Type to) implements Type {}

    record Void() implements Type {}

    record Array(Type element, int length) implements Type {}

    record Float(int size) implements Type {}

    record Forward(String name, boolean union) implements Type {}

    record Typedef(String name, Type type) implements Type {}

    record Enum(String name, int size, boolean signed, List<EnumValue> values) implements Type {}

    record Composite(String name, boolean union, List<Field> fields) implements Type {}

    record Function(Type returns, List<Type> parameters) implements Type {}
  }

  /** A member; {@code bits} is 0 for whole ones. */
  private record Field(String name, Type type, int bits) {}

  private static final int[] SIZES = {1, 2, 4, 8};

  private final Random random;
  private final List<Type> local = new ArrayList<>();
  private final List<Type> target = new ArrayList<>();
  private int names;

  RandomStructs(Random random) {
    this.random = random;
    for (int i = 0; i < 5; i++) {
      local.add(named(i));
    }
    for (Type type : local) {
      for (int copies = random.nextInt(8) == 0 ? 2 : 1; copies > 0; copies--) {
        if (random.nextInt(16) != 0) {
          target.add(changed(type, 6));
        }
      }
    }
    Collections.shuffle(target, random);
  }

  Btf local() {
    return build(local);
  }

  Btf target() {
    return build(target);
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  private Type named(int i) {
    String name = "t" + i + (chance(5) ? "___mine" : "");
    return switch (random.nextInt(8)) {
      case 0 -> enumeration(name);
      case 1 -> new Type.Typedef(name, type(3));
      default -> new Type.Composite(name, chance(6), fields(2 + random.nextInt(6), 3));
    };
  }

  private Type.Enum enumeration(String name) {
    List<EnumValue> values = new ArrayList<>();
    int size = chance(4) ? 8 : 4;
    boolean signed = random.nextBoolean();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      String flavour = chance(6) ? "___mine" : "";
      values.add(new EnumValue("V" + i + flavour, value(size, signed)));
    }
    return new Type.Enum(name, size, signed, values);
  }

  private long value(int size, boolean signed) {
    long value = chance(4) ? random.nextLong() : random.nextInt(100);
    return size == 8 ? value : signed ? (int) value : value & 0x7fffffffL;
  }

  private List<Field> fields(int count, int depth) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(field(depth));
    }
    if (chance(6)) {
      fields.add(new Field("f" + names++, new Type.Array(type(1), 0), 0));
    }
    return fields;
  }

  private Field field(int depth) {
    if (chance(5)) {
      int size = SIZES[random.nextInt(4)];
      Type.Int type = new Type.Int(size, random.nextBoolean());
      return new Field("f" + names++, type, 1 + random.nextInt(size * 8 - 1));
    }
    if (depth > 0 && chance(5)) {
      return new Field(
          "",
          new Type.Composite("", random.nextBoolean(), fields(1 + random.nextInt(3), depth - 1)),
          0);
    }
    return new Field("f" + names++, type(depth), 0);
  }

  private Type type(int depth) {
    if (depth == 0 || chance(3)) {
      return new Type.Int(SIZES[random.nextInt(4)], random.nextBoolean());
    }
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Type.Pointer(chance(3) ? new Type.Void() : type(depth - 1));
      case 2, 3 -> new Type.Array(type(depth - 1), 1 + random.nextInt(4));
      case 4 -> new Type.Float(8);
      case 5 -> new Type.Typedef("d" + random.nextInt(3), type(depth - 1));
      case 6 -> enumeration(chance(3) ? "" : "e" + random.nextInt(2));
      case 7 ->
          new Type.Pointer(
              new Type.Function(type(depth - 1), List.of(type(depth - 1), type(depth - 1))));
      case 8 -> new Type.Pointer(new Type.Forward("w" + random.nextInt(2), chance(3)));
      default -> new Type.Composite("", chance(4), fields(1 + random.nextInt(3), depth - 1));
    };
  }

  /** The type as another kernel has it; one change in {@code rarity} chances. */
  private Type changed(Type type, int rarity) {
    if (chance(rarity * 8)) {
      return type(2);
    }
    if (type instanceof Type.Int i) {
      return chance(rarity) ? new Type.Int(SIZES[random.nextInt(4)], random.nextBoolean()) : i;
    }
    if (type instanceof Type.Pointer pointer) {
      return new Type.Pointer(changed(pointer.to(), rarity * 2));
    }
    if (type instanceof Type.Array array) {
      int length = chance(rarity) ? random.nextInt(5) : array.length();
      return new Type.Array(changed(array.element(), rarity), length);
    }
    if (type instanceof Type.Typedef typedef) {
      Type inner = changed(typedef.type(), rarity);
      boolean root = local.contains(type);
      return chance(rarity) && !root ? inner : new Type.Typedef(flavoured(typedef.name()), inner);
    }
    if (type instanceof Type.Enum e) {
      return changedEnum(e, rarity);
    }
    if (type instanceof Type.Function function) {
      List<Type> parameters = function.parameters().stream().map(p -> changed(p, rarity)).toList();
      return new Type.Function(changed(function.returns(), rarity), parameters);
    }
    if (type instanceof Type.Composite composite) {
      boolean union = chance(rarity * 4) != composite.union();
      String name = composite.name().isEmpty() ? "" : flavoured(composite.name());
      return new Type.Composite(name, union, changedFields(composite.fields(), rarity));
    }
    return type;
  }

  private String flavoured(String name) {
    String plain = name.replaceAll("___.*", "");
    return chance(10) ? plain + "___theirs" : plain;
  }

  private Type changedEnum(Type.Enum e, int rarity) {
    List<EnumValue> values = new ArrayList<>();
    int size = chance(rarity) ? 12 - e.size() : e.size();
    for (EnumValue value : e.values()) {
      if (!chance(rarity)) {
        String name = chance(2) ? value.name() : flavoured(value.name());
        long number = chance(2) ? value(size, e.signed()) : value.value();
        values.add(new EnumValue(name, fitting(number, size, e.signed())));
      }
    }
    values.add(new EnumValue("W", 1));
    Collections.shuffle(values, random);
    return new Type.Enum(e.name().isEmpty() ? "" : flavoured(e.name()), size, e.signed(), values);
  }

  private static long fitting(long value, int size, boolean signed) {
    return size == 8 ? value : signed ? (int) value : value & 0x7fffffffL;
  }

  private List<Field> changedFields(List<Field> fields, int rarity) {
    List<Field> out = new ArrayList<>();
    for (Field field : fields) {
      if (chance(rarity * 2)) {
        continue;
      }
      if (field.name().isEmpty() && chance(3)) {
        out.addAll(changedFields(((Type.Composite) field.type()).fields(), rarity));
      } else {
        out.add(changedField(field, rarity));
      }
      if (chance(rarity)) {
        out.add(field(1));
      }
    }
    if (chance(3)) {
      Collections.shuffle(out, random);
    }
    if (out.size() > 1 && chance(4)) {
      int from = random.nextInt(out.size());
      int to = from + 1 + random.nextInt(out.size() - from);
      List<Field> part = List.copyOf(out.subList(from, to));
      out.subList(from, to).clear();
      out.add(from, new Field("", new Type.Composite("", chance(3), part), 0));
    }
    return out;
  }

  private Field changedField(Field field, int rarity) {
    Type type = changed(field.type(), rarity);
    if (field.name().isEmpty() && !(type instanceof Type.Composite)) {
      type = field.type();
    }
    int bits = type instanceof Type.Int ? field.bits() : 0;
    if (bits > 0 && chance(rarity)) {
      bits = 0;
    } else if (bits == 0 && type instanceof Type.Int && chance(rarity * 2)) {
      bits = 1 + random.nextInt(7);
    }
    if (type instanceof Type.Int i) {
      bits = Math.min(bits, i.size() * 8);
    }
    return new Field(field.name(), type, bits);
  }

  /** Lays types out as C compilers do on machines of 64 bits. */
  private static Btf build(List<Type> types) {
    Layout layout = new Layout();
    types.forEach(layout::id);
    return layout.builder.build();
  }

  private static final class Layout {
    private final BtfBuilder builder = new BtfBuilder();
    private final Map<Type, Integer> ids = new IdentityHashMap<>();

    int id(Type type) {
      Integer known = ids.get(type);
      if (known == null) {
        known = make(type);
        ids.put(type, known);
      }
      return known;
    }

    private int make(Type type) {
      if (type instanceof Type.Int i) {
        String name = (i.signed() ? "s" : "u") + i.size() * 8;
        return builder.integer(
            name, i.size(), i.signed() ? IntEncoding.SIGNED : IntEncoding.UNSIGNED);
      }
      if (type instanceof Type.Pointer pointer) {
        return builder.pointer(pointer.to() instanceof Type.Void ? 0 : id(pointer.to()));
      }
      if (type instanceof Type.Array array) {
        return builder.array(id(array.element()), array.length());
      }
      if (type instanceof Type.Float f) {
        return builder.add(new BtfType.Float("double", f.size()));
      }
      if (type instanceof Type.Forward forward) {
        return builder.add(new BtfType.Fwd(forward.name(), forward.union()));
      }
      if (type instanceof Type.Typedef typedef) {
        return builder.typedef(typedef.name(), id(typedef.type()));
      }
      if (type instanceof Type.Enum e) {
        return builder.add(
            e.size() == 8
                ? new BtfType.Enum64(e.name(), 8, e.signed(), e.values())
                : new BtfType.Enum(e.name(), 4, e.signed(), e.values()));
      }
      if (type instanceof Type.Function function) {
        List<BtfType.Param> parameters =
            function.parameters().stream().map(p -> new BtfType.Param("", id(p))).toList();
        return builder.funcProto(id(function.returns()), parameters);
      }
      return composite((Type.Composite) type);
    }

    private int composite(Type.Composite type) {
      List<Member> members = new ArrayList<>();
      int at = 0;
      int end = 0;
      for (Field field : type.fields()) {
        int id = id(field.type());
        int size = (int) builder.build().sizeOf(id) * 8;
        int width = field.bits() > 0 ? field.bits() : size;
        int align = Math.max(8, Math.min(size == 0 ? 8 : Integer.lowestOneBit(size), 64));
        boolean fits = field.bits() > 0 && at / size == (at + width - 1) / size;
        int start = type.union() ? 0 : fits ? at : (at + align - 1) / align * align;
        members.add(new Member(field.name(), id, start, field.bits()));
        at = start + width;
        end = Math.max(end, at);
      }
      int bytes = (end + 63) / 64 * 8;
      return builder.add(new BtfType.Struct(type.name(), type.union(), bytes, members));
    }
  }
}
