package io.bpf4j.asm;

import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;

/**
 * A typed address, {@code (u32 *)(r1 + 4)}.
 *
 * @param size bytes at the address
 * @param signed whether the type is signed
 * @param base address register; null for the packet, {@code skb[...]}
 * @param offset added to the address
 */
record Address(Size size, boolean signed, Register base, short offset) {
  private static final String TYPES = "a type: u8, u16, u32, u64, s8, s16 or s32";

  /** Reads the type and the address. */
  static Address memory(Cursor in) {
    Address type = type(in);
    in.expect("(");
    Address address = bare(in, type);
    in.expect(")");
    return address;
  }

  /** Reads {@code (u32 *)}. */
  static Address type(Cursor in) {
    in.expect("(");
    int mark = in.mark();
    String name = in.wordOrEmpty();
    int bytes =
        switch (name) {
          case "u8", "s8" -> 1;
          case "u16", "s16" -> 2;
          case "u32", "s32" -> 4;
          case "u64", "s64" -> 8;
          default -> 0;
        };
    boolean signed = name.startsWith("s");
    if (bytes == 0 || signed && bytes == 8) {
      in.reset(mark);
      throw in.expected(TYPES);
    }
    in.expect("*");
    in.expect(")");
    return new Address(Size.ofBytes(bytes), signed, null, (short) 0);
  }

  /** Reads {@code r1 + 4}, or {@code r1 +4}, or {@code r1}. */
  static Address bare(Cursor in, Address type) {
    int mark = in.mark();
    Cursor.Named base = in.register();
    if (base.width() != Width.W64) {
      in.reset(mark);
      throw in.expected("a 64-bit register: an address");
    }
    short offset = 0;
    if (in.sees("+") || in.sees("-")) {
      offset = (short) in.number(Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return new Address(type.size, type.signed, base.register(), offset);
  }
}
