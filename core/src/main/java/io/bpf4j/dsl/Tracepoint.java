package io.bpf4j.dsl;

import io.bpf4j.dsl.ir.FunctionBuilder;
import io.bpf4j.dsl.ir.Node;
import io.bpf4j.uapi.Helper;

/**
 * The body of a tracepoint program. The context is the tracepoint's record, whose layout is in
 * tracefs: {@code events/CATEGORY/NAME/format}.
 *
 * @param <L> the record's layout
 */
public final class Tracepoint<L> extends ProgramScope<Tracepoint<L>> {
  private final Layout<L> layout;

  Tracepoint(Bpf bpf, FunctionBuilder builder, Layout<L> layout) {
    super(bpf, builder);
    this.layout = layout;
  }

  /** Reads a field of the record. */
  public <T extends Scalar<T>> T get(Field<L, T> field) {
    at("get(" + field + ")");
    return new View<>(layout, Address.here(builder(), context(), 0)).get(field);
  }

  /** Process id in the upper, thread id in the lower half: bpf_get_current_pid_tgid. */
  public U64 currentPidTgid() {
    at("currentPidTgid");
    return new U64(builder(), call(Helper.GET_CURRENT_PID_TGID));
  }

  /** Group id in the upper, user id in the lower half: bpf_get_current_uid_gid. */
  public U64 currentUidGid() {
    at("currentUidGid");
    return new U64(builder(), call(Helper.GET_CURRENT_UID_GID));
  }

  /** Returns; nobody looks at the value. */
  public void ret() {
    returnValue(U32.of(0));
  }

  @Override
  Node resultOf(ReturnValue value) {
    if (value instanceof U32 number) {
      return number.node();
    }
    throw Source.error("a tracepoint program returns a U32, usually 0, not " + value);
  }
}
