package io.bpf4j.object;

import java.util.Objects;

/**
 * A compile-once-run-everywhere relocation record of .BTF.ext (kernel:
 * Documentation/bpf/llvm_reloc.rst, struct bpf_core_relo).
 *
 * @param pc slot of the instruction to patch
 * @param btfType id of the local type in the object's BTF
 * @param access the access string, such as {@code "0:1:2"}; not null
 * @param kind what is asked of the target's type; not null
 */
public record CoreRelocation(int pc, int btfType, String access, Kind kind) {

  /** {@code enum bpf_core_relo_kind} (uapi/linux/bpf.h), without its prefix. */
  public enum Kind {
    /** The field's offset in bytes; of a bit field, that of the word to load. */
    FIELD_BYTE_OFFSET("byte_off"),
    /** The field's size in bytes; of a bit field, that of the word to load. */
    FIELD_BYTE_SIZE("byte_sz"),
    /** 1 where the target has the field, else 0. */
    FIELD_EXISTS("field_exists"),
    /** 1 where the field is signed, else 0. */
    FIELD_SIGNED("signed"),
    /** By how much the loaded 64-bit word is shifted left, first. */
    FIELD_LSHIFT_U64("lshift_u64"),
    /** By how much it is then shifted right. */
    FIELD_RSHIFT_U64("rshift_u64"),
    /** The type's id in the object's own BTF. */
    TYPE_ID_LOCAL("local_type_id"),
    /** The type's id in the target's BTF. */
    TYPE_ID_TARGET("target_type_id"),
    /** 1 where the target has a compatible type of that name, else 0. */
    TYPE_EXISTS("type_exists"),
    /** The size of the target's type in bytes. */
    TYPE_SIZE("type_size"),
    /** 1 where the target's enum has the value, else 0. */
    ENUMVAL_EXISTS("enumval_exists"),
    /** The value that the enumerator has in the target. */
    ENUMVAL_VALUE("enumval_value"),
    /** 1 where the target has a type that has all of the local one, else 0. */
    TYPE_MATCHES("type_matches");

    private static final Kind[] VALUES = values();

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The kernel's number, 0 to 12. */
    public int number() {
      return ordinal();
    }

    /** The short name that libbpf's and the kernel's logs use, such as {@code "byte_off"}. */
    public String text() {
      return text;
    }

    /** The kind with a number, or null where this version of bpf4j knows none. */
    public static Kind of(int number) {
      return number >= 0 && number < VALUES.length ? VALUES[number] : null;
    }

    /** Whether a field is asked about. */
    public boolean isOfField() {
      return ordinal() <= FIELD_RSHIFT_U64.ordinal();
    }

    /** Whether an enumerator is asked about. */
    public boolean isOfEnumValue() {
      return this == ENUMVAL_EXISTS || this == ENUMVAL_VALUE;
    }

    /** Whether a type as a whole is asked about. */
    public boolean isOfType() {
      return !isOfField() && !isOfEnumValue();
    }
  }

  public CoreRelocation {
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(kind, "kind");
  }

  /** This relocation for code that begins {@code slots} later. */
  public CoreRelocation movedBy(int slots) {
    return new CoreRelocation(pc + slots, btfType, access, kind);
  }
}
