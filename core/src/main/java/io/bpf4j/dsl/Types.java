package io.bpf4j.dsl;

import static io.bpf4j.dsl.Type.Encoding.BIG_ENDIAN;
import static io.bpf4j.dsl.Type.Encoding.SIGNED;
import static io.bpf4j.dsl.Type.Encoding.UNSIGNED;

/** The scalar types, to be imported statically. */
public final class Types {
  /** Unsigned, 8 bits. */
  public static final Type<U8> U8 = new Type<>("__u8", 8, UNSIGNED, U8::new);

  /** Unsigned, 16 bits. */
  public static final Type<U16> U16 = new Type<>("__u16", 16, UNSIGNED, U16::new);

  /** Unsigned, 32 bits. */
  public static final Type<U32> U32 = new Type<>("__u32", 32, UNSIGNED, U32::new);

  /** Unsigned, 64 bits. */
  public static final Type<U64> U64 = new Type<>("__u64", 64, UNSIGNED, U64::new);

  /** Signed, 8 bits. */
  public static final Type<S8> S8 = new Type<>("__s8", 8, SIGNED, S8::new);

  /** Signed, 16 bits. */
  public static final Type<S16> S16 = new Type<>("__s16", 16, SIGNED, S16::new);

  /** Signed, 32 bits. */
  public static final Type<S32> S32 = new Type<>("__s32", 32, SIGNED, S32::new);

  /** Signed, 64 bits. */
  public static final Type<S64> S64 = new Type<>("__s64", 64, SIGNED, S64::new);

  /** In network byte order, 16 bits. */
  public static final Type<Be16> BE16 = new Type<>("__be16", 16, BIG_ENDIAN, Be16::new);

  /** In network byte order, 32 bits. */
  public static final Type<Be32> BE32 = new Type<>("__be32", 32, BIG_ENDIAN, Be32::new);

  /** In network byte order, 64 bits. */
  public static final Type<Be64> BE64 = new Type<>("__be64", 64, BIG_ENDIAN, Be64::new);

  private Types() {}
}
