package io.bpf4j.kernel;

/** What a section that holds no entry program is for. */
public enum SectionRole {
  /** The licence string. */
  LICENSE,
  /** The kernel version that old kprobe programs named; ignored since 5.0. */
  VERSION,
  /** BTF-defined maps. */
  MAPS,
  /** Type information. */
  BTF,
  /** Global variables, loaded as an array map with one value. */
  GLOBALS,
  /** Symbols that the loader or the kernel supplies. */
  EXTERNS,
  /** Values of struct_ops types. */
  STRUCT_OPS,
  /** Global variables that live in an arena map. */
  ARENA,
  /** Targets of indirect jumps. */
  JUMP_TABLES,
  /** Functions that programs call: {@code .text}. */
  SUBPROGRAMS
}
