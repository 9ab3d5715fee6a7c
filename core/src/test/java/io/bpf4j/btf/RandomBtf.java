package io.bpf4j.btf;

import io.bpf4j.btf.BtfType.IntEncoding;
import io.bpf4j.btf.BtfType.Linkage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Random types that can be encoded; sensible only in form. */
final class RandomBtf {
  private final Random random;
  private final int count;
  private int base;

  RandomBtf(long seed) {
    random = new Random(seed);
    count = 1 + random.nextInt(60);
  }

  Btf next() {
    return Btf.of(over(0));
  }

  /** Types whose ids begin after so many of a base. */
  List<BtfType> over(int base) {
    this.base = base;
    return list(count, i -> type(BtfType.Kind.of(1 + random.nextInt(19))));
  }

  private BtfType type(BtfType.Kind kind) {
    boolean flag = random.nextBoolean();
    return switch (kind) {
      case INT -> new BtfType.Int(name(), size(), any(IntEncoding.values()), bits(256), bits(256));
      case PTR -> new BtfType.Ptr(id());
      case ARRAY -> new BtfType.Array(id(), id(), size());
      case STRUCT, UNION ->
          new BtfType.Struct(
              name(), kind == BtfType.Kind.UNION, size(), list(bits(6), i -> member(flag)));
      case ENUM -> new BtfType.Enum(name(), bits(9), flag, list(bits(6), i -> value(flag)));
      case ENUM64 ->
          new BtfType.Enum64(
              name(),
              8,
              flag,
              list(bits(6), i -> new BtfType.EnumValue(name(), random.nextLong())));
      case FWD -> new BtfType.Fwd(name(), flag);
      case TYPEDEF -> new BtfType.Typedef(name(), id());
      case VOLATILE -> new BtfType.Volatile(id());
      case CONST -> new BtfType.Const(id());
      case RESTRICT -> new BtfType.Restrict(id());
      case FUNC -> new BtfType.Func(name(), id(), any(Linkage.values()));
      case FUNC_PROTO ->
          new BtfType.FuncProto(id(), list(bits(5), i -> new BtfType.Param(name(), id())));
      case VAR -> new BtfType.Var(name(), id(), any(Linkage.values()));
      case DATASEC ->
          new BtfType.DataSec(
              name(), size(), list(bits(5), i -> new BtfType.SectionVar(id(), size(), size())));
      case FLOAT -> new BtfType.Float(name(), bits(17));
      case DECL_TAG -> new BtfType.DeclTag(name(), id(), bits(5) - 1, flag);
      case TYPE_TAG -> new BtfType.TypeTag(name(), id(), flag);
    };
  }

  private BtfType.Member member(boolean bitField) {
    return bitField
        ? new BtfType.Member(name(), id(), bits(1 << 24), bits(256))
        : new BtfType.Member(name(), id(), size(), 0);
  }

  private BtfType.EnumValue value(boolean signed) {
    int value = random.nextInt();
    return new BtfType.EnumValue(name(), signed ? value : value & 0xffffffffL);
  }

  private int id() {
    return random.nextInt(base + count + 1);
  }

  private int size() {
    return random.nextInt() >>> 1 + random.nextInt(31);
  }

  private int bits(int bound) {
    return random.nextInt(bound);
  }

  private String name() {
    return random.nextInt(4) == 0 ? "" : "n\u00e4me" + random.nextInt(20);
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static <T> List<T> list(int length, IntFunction<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(element.apply(i));
    }
    return list;
  }
}
