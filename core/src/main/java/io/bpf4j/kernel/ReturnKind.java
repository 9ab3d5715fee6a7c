package io.bpf4j.kernel;

/**
 * What a helper leaves in R0, modelled on the kernel's return types ({@code enum bpf_return_type}).
 */
public enum ReturnKind {
  /** A number. */
  INTEGER,
  /** A number of bytes up to the size that was passed, or an error from -4095 to -1. */
  SIZE_OR_ERROR,
  /** The number of a CPU: from 0, below the number of possible CPUs. */
  CPU_NUMBER,
  /** Nothing: R0 is not set. */
  VOID,
  /** A value of the map. */
  MAP_VALUE,
  /** A value of the map, or null. */
  MAP_VALUE_OR_NULL,
  /** A full socket, or null. */
  SOCKET_OR_NULL,
  /** A socket's common part, or null. */
  SOCK_COMMON_OR_NULL,
  /** A {@code struct bpf_tcp_sock}, or null. */
  TCP_SOCK_OR_NULL,
  /** Ring-buffer memory of the size that was passed, or null. */
  RINGBUF_MEM_OR_NULL,
  /** Memory of a dynptr, or null. */
  DYNPTR_MEM_OR_NULL,
  /** Plain memory or a kernel object, as BTF says. */
  MEM_OR_BTF_ID,
  /** Plain memory or a kernel object, as BTF says, or null. */
  MEM_OR_BTF_ID_OR_NULL,
  /** A kernel object. */
  BTF_ID,
  /** A kernel object, or null. */
  BTF_ID_OR_NULL
}
