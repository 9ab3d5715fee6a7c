package io.bpf4j.kernel;

/**
 * What the kernel makes of an access to the context: refusal, or what a read gives.
 *
 * <p>The names of the pointers are those of the kernel's register types ({@code enum
 * bpf_reg_type}).
 */
public enum ContextAccess {
  /** Refused: no field, a wrong width or alignment, or a write to what is read-only. */
  DENIED,
  /** Allowed: a number of as many bits as were read; for a write, the field may be written. */
  SCALAR,
  /** The first byte of the packet (or of a socket option's value). */
  PACKET,
  /** Just behind the last byte of the packet. */
  PACKET_END,
  /** The first byte of the metadata before the packet. */
  PACKET_META,
  /** A {@code struct bpf_sock} of which only the common part may be read, or null. */
  SOCK_COMMON_OR_NULL,
  /** A full {@code struct bpf_sock}, or null. */
  SOCKET_OR_NULL,
  /** A full {@code struct bpf_sock}. */
  SOCKET,
  /** The {@code struct bpf_flow_keys} of a flow dissector. */
  FLOW_KEYS,
  /** The buffer of a writable raw tracepoint. */
  TP_BUFFER,
  /** A kernel object whose type BTF names. */
  BTF_POINTER;

  /** Whether a read gives a pointer. Sign-extending reads of such fields are refused. */
  public boolean isPointer() {
    return this != DENIED && this != SCALAR;
  }
}
