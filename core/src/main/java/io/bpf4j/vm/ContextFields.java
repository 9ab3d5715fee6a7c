package io.bpf4j.vm;

import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.PacketUse;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A context given field by field, for every other program type whose context is a structure: the
 * cgroup hooks, raw tracepoints, sk_msg, sk_lookup, sk_reuseport, sock_ops, perf events, kprobes.
 * Fields that are not given are zero; pointers to packet or option value lead to the data, pointers
 * to sockets that may be null are. Immutable, but for the data's bytes.
 */
public final class ContextFields implements Input {
  private static final byte[] NO_DATA = {};

  private final ContextLayout layout;
  private final Set<PacketUse> uses;
  private final FieldValues fields;
  private final byte[] data;

  private ContextFields(
      ContextLayout layout, Set<PacketUse> uses, FieldValues fields, byte[] data) {
    this.layout = layout;
    this.uses = uses;
    this.fields = fields;
    this.data = data;
  }

  /**
   * A context of zeros.
   *
   * @param attachType the program's expected attach type, null where it has none
   * @return empty where the type has no structure of its own: its context depends on the attach
   *     target
   */
  public static Optional<ContextFields> of(ProgramType type, AttachType attachType) {
    KernelProfile profile = KernelProfile.builtIn("6.18");
    Set<PacketUse> uses = profile.packetUses(type, attachType);
    return profile
        .context(type, attachType)
        .map(layout -> new ContextFields(layout, uses, FieldValues.NONE, NO_DATA));
  }

  /**
   * With a number in a field.
   *
   * @param field its name in the structure
   * @param value as the program reads it
   * @throws IllegalArgumentException where programs have no such field, or it is no number
   */
  public ContextFields with(String field, long value) {
    return new ContextFields(layout, uses, fields.with(layout, field, value), data);
  }

  /**
   * With bytes in a field, from its start on: for arrays.
   *
   * @throws IllegalArgumentException where programs have no such field, or it is shorter
   */
  public ContextFields withBytes(String field, byte[] bytes) {
    return new ContextFields(layout, uses, fields.with(layout, field, bytes), data);
  }

  /**
   * With what the structure's data and data_end, or optval and optval_end, enclose.
   *
   * @param bytes not null
   */
  public ContextFields withData(byte[] bytes) {
    return new ContextFields(layout, uses, fields, Objects.requireNonNull(bytes, "bytes"));
  }

  /** The fields that programs may access; never null. */
  public ContextLayout layout() {
    return layout;
  }

  FieldValues fields() {
    return fields;
  }

  byte[] data() {
    return data;
  }

  boolean isReadDirectly() {
    return uses.contains(PacketUse.READ);
  }

  boolean isWrittenDirectly() {
    return uses.contains(PacketUse.WRITE);
  }
}
