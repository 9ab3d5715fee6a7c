package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.CoreRelocation.Kind;
import java.nio.ByteOrder;

/**
 * What one side, the object's types or the target's, answers to a relocation.
 *
 * @param value the number for the instruction
 * @param type for byte offsets: id of the field's type, which decides whether a load may change its
 *     size; 0 else
 * @param size for byte offsets: the field's size in bytes; 0 else, and for bit fields
 * @param exact whether compilers can only come to this very value; they choose freely how a bit
 *     field is loaded
 */
record Answer(long value, int type, long size, boolean exact) {
  private static final int MAX_LOAD_BYTES = 8;
  private static final int LOAD_BITS = 64;

  /** Answers about fields have 32 bits; of what is wider than a load, shifts are no good ones. */
  private static final long UNSIGNED = 0xffffffffL;

  private static Answer of(long value) {
    return new Answer(value, 0, 0, true);
  }

  /** The answer for a place that was found. */
  static Answer of(AccessSpec spec, CoreRelocation.Kind kind, ByteOrder order) {
    return switch (kind) {
      case FIELD_EXISTS, TYPE_EXISTS, TYPE_MATCHES, ENUMVAL_EXISTS -> of(1);
      // Linkers that merge BTF renumber types and leave the instructions alone.
      case TYPE_ID_LOCAL, TYPE_ID_TARGET -> new Answer(spec.root(), 0, 0, false);
      case TYPE_SIZE -> of(Types.sizeOf(spec.btf(), spec.root()));
      case ENUMVAL_VALUE -> of(enumerator(spec));
      case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 ->
          spec.last().name() == null ? ofElement(spec, kind) : ofMember(spec, kind, order);
    };
  }

  /** Of 32 bits, sign-extended as libbpf does: older compilers do not mark signed enums as such. */
  private static long enumerator(AccessSpec spec) {
    AccessSpec.Step step = spec.last();
    BtfType type = spec.btf().type(step.type());
    long value = Types.values(type).get(step.index()).value();
    return type.kind() == BtfType.Kind.ENUM ? (int) value : value;
  }

  private static Answer ofElement(AccessSpec spec, CoreRelocation.Kind kind) {
    int type = spec.last().type();
    long size = Types.sizeOf(spec.btf(), type);
    return switch (kind) {
      case FIELD_BYTE_OFFSET -> new Answer(spec.bitOffset() / Byte.SIZE, type, size, true);
      case FIELD_BYTE_SIZE -> of(size);
      default -> throw new Unrelocatable("an array's element has no answer to " + kind.text());
    };
  }

  private static Answer ofMember(AccessSpec spec, CoreRelocation.Kind kind, ByteOrder order) {
    Btf btf = spec.btf();
    AccessSpec.Step step = spec.last();
    BtfType.Member member = ((BtfType.Struct) btf.type(step.type())).members().get(step.index());
    int type = btf.resolve(member.type());
    if (kind == Kind.FIELD_SIGNED) {
      return of(Types.isSigned(Types.type(btf, type)) ? 1 : 0);
    }
    boolean bitField = member.bitFieldSize() > 0;
    Word word =
        bitField
            ? Word.of(spec.bitOffset(), member.bitFieldSize(), Types.sizeOf(btf, type))
            : new Word(spec.bitOffset() / Byte.SIZE, Types.sizeOf(btf, type));
    long bits = bitField ? member.bitFieldSize() : word.bytes() * Byte.SIZE;
    long inWord = spec.bitOffset() - word.offset() * Byte.SIZE;
    return switch (kind) {
      case FIELD_BYTE_OFFSET ->
          new Answer(word.offset(), bitField ? 0 : type, bitField ? 0 : word.bytes(), !bitField);
      case FIELD_BYTE_SIZE -> new Answer(word.bytes(), 0, 0, !bitField);
      case FIELD_LSHIFT_U64 -> {
        long left =
            order == ByteOrder.LITTLE_ENDIAN
                ? LOAD_BITS - (inWord + bits)
                : (MAX_LOAD_BYTES - word.bytes()) * Byte.SIZE + inWord;
        yield new Answer(left & UNSIGNED, 0, 0, !bitField);
      }
      case FIELD_RSHIFT_U64 -> of(LOAD_BITS - bits & UNSIGNED);
      default -> throw new IllegalStateException(kind.toString());
    };
  }

  /** The aligned word to load for a field: its place and size, in bytes. */
  private record Word(long offset, long bytes) {
    /** The smallest one, from the declared type's size on, that holds a whole bit field. */
    static Word of(long bitOffset, int bits, long declaredBytes) {
      if (declaredBytes == 0) {
        throw new Unrelocatable("its bit field is of a type without a size");
      }
      for (long bytes = declaredBytes; ; bytes *= 2) {
        long offset = bitOffset / Byte.SIZE / bytes * bytes;
        if (bitOffset + bits <= (offset + bytes) * Byte.SIZE) {
          return new Word(offset, bytes);
        }
        if (bytes >= MAX_LOAD_BYTES) {
          throw new Unrelocatable("its bit field does not fit a load of 8 bytes");
        }
      }
    }
  }
}
