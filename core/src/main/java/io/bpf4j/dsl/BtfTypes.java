package io.bpf4j.dsl;

import io.bpf4j.btf.BtfBuilder;

/** The BTF types of scalars: the kernel's names, as typedefs of the plain integers. */
final class BtfTypes {
  private BtfTypes() {}

  static int of(Type<?> type, BtfBuilder btf) {
    int plain =
        switch (type.bits()) {
          case 8 -> type.isSigned() ? signedChar(btf) : btf.u8();
          case 16 -> type.isSigned() ? signedShort(btf) : btf.u16();
          case 32 -> type.isSigned() ? btf.s32() : btf.u32();
          default -> type.isSigned() ? btf.s64() : btf.u64();
        };
    String host = "__" + (type.isSigned() ? "s" : "u") + type.bits();
    int typedef = btf.typedef(host, plain);
    return type.isBigEndian() ? btf.typedef(type.name(), typedef) : typedef;
  }

  private static int signedChar(BtfBuilder btf) {
    return btf.integer("signed char", 1, io.bpf4j.btf.BtfType.IntEncoding.SIGNED);
  }

  private static int signedShort(BtfBuilder btf) {
    return btf.integer("short", 2, io.bpf4j.btf.BtfType.IntEncoding.SIGNED);
  }
}
