package io.bpf4j.kernel;

/**
 * What a helper takes in an argument register, modelled on the kernel's argument types ({@code enum
 * bpf_arg_type}).
 *
 * <p>Memory arguments without a fixed size are followed by the argument that holds their size.
 */
public enum ArgumentKind {
  /** Any value that has been set, a pointer too. */
  ANYTHING,
  /** A map, from a 64-bit immediate. */
  CONST_MAP_PTR,
  /** Memory of the map's key size, read. */
  MAP_KEY,
  /** Memory of the map's value size, read. */
  MAP_VALUE,
  /** Memory of the map's value size, read, or null. */
  MAP_VALUE_OR_NULL,
  /** Memory of the map's value size, written. */
  UNINIT_MAP_VALUE,
  /** Memory, read. */
  MEM,
  /** Memory, read, or null with a size of zero. */
  MEM_OR_NULL,
  /** Memory, read and written. */
  MEM_WRITE,
  /** Memory, read and written, or null with a size of zero. */
  MEM_WRITE_OR_NULL,
  /** Memory, written: need not be initialised. */
  UNINIT_MEM,
  /** Memory of a fixed size, read. */
  FIXED_MEM,
  /** Aligned memory of a fixed size, read and written. */
  FIXED_MEM_WRITE,
  /** Aligned memory of a fixed size, written: need not be initialised. */
  UNINIT_FIXED_MEM,
  /** The size of the memory before it, in bytes, above zero. */
  CONST_SIZE,
  /** The size of the memory before it, in bytes, or zero. */
  CONST_SIZE_OR_ZERO,
  /** A constant: the size of what the helper returns. */
  CONST_ALLOC_SIZE_OR_ZERO,
  /** The program's context, unmodified. */
  CTX,
  /** The program's context, unmodified, or null. */
  CTX_OR_NULL,
  /** A string that ends in a zero byte, in a read-only map. */
  CONST_STR,
  /** A function of the program that the helper calls. */
  FUNC,
  /** The stack, for a callback to use, or null. */
  STACK_OR_NULL,
  /** A record that {@code ringbuf_reserve} gave. */
  RINGBUF_MEM,
  /** A spin lock in a map's value. */
  SPIN_LOCK,
  /** A timer in a map's value. */
  TIMER,
  /** A kernel pointer in a map's value. */
  KPTR,
  /** A dynptr on the stack. */
  DYNPTR,
  /** Stack for a dynptr. */
  UNINIT_DYNPTR,
  /** A socket of any kind. */
  SOCK_COMMON,
  /** A socket of any kind, or what BTF says has one's common part. */
  BTF_ID_SOCK_COMMON,
  /** A kernel object of a certain type. */
  BTF_ID,
  /** A kernel object of a certain type, or null. */
  BTF_ID_OR_NULL,
  /** A kernel variable, one for each CPU. */
  PERCPU_BTF_ID;

  /** Whether the argument points to memory that the helper writes. */
  public boolean writes() {
    return switch (this) {
      case UNINIT_MAP_VALUE,
          MEM_WRITE,
          MEM_WRITE_OR_NULL,
          UNINIT_MEM,
          FIXED_MEM_WRITE,
          UNINIT_FIXED_MEM ->
          true;
      default -> false;
    };
  }

  /** Whether the argument points to memory that the helper reads. */
  public boolean reads() {
    return switch (this) {
      case MAP_KEY,
          MAP_VALUE,
          MAP_VALUE_OR_NULL,
          MEM,
          MEM_OR_NULL,
          MEM_WRITE,
          MEM_WRITE_OR_NULL,
          FIXED_MEM,
          FIXED_MEM_WRITE ->
          true;
      default -> false;
    };
  }

  /** Whether null is taken. */
  public boolean orNull() {
    return name().endsWith("_OR_NULL");
  }

  /** Whether the next argument holds the size of the memory that this one points to. */
  public boolean sizeFollows() {
    return switch (this) {
      case MEM, MEM_OR_NULL, MEM_WRITE, MEM_WRITE_OR_NULL, UNINIT_MEM -> true;
      default -> false;
    };
  }

  /** Whether the size of the memory is fixed by the prototype. */
  public boolean fixedSize() {
    return this == FIXED_MEM || this == FIXED_MEM_WRITE || this == UNINIT_FIXED_MEM;
  }
}
