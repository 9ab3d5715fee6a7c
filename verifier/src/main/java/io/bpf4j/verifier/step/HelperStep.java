package io.bpf4j.verifier.step;

import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.ReturnKind;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.domain.Ranges;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.State;

/** Calls of helpers. */
final class HelperStep {
  /** Error numbers go from -4095 (kernel: MAX_ERRNO). */
  private static final long MAX_ERRNO = 4095;

  /**
   * The most CPUs that x86-64 can be configured for (CONFIG_NR_CPUS): the machine may have fewer.
   */
  private static final long MAX_CPUS = 8192;

  private HelperStep() {}

  static void call(Path path, int id, CallbackStep callback) {
    HelperPrototype prototype = prototype(path, id);
    HelperArguments arguments = new HelperArguments(path, prototype);
    arguments.check();
    checkReferences(path, id);
    State state = path.state();
    if (path.program().callsBack(path.pc())) {
      callback.enter(path, id, arguments.map());
    }
    release(path, prototype, arguments);
    SubprogramStep.forgetCallerSaved(state);
    if (prototype.changesPacketData()) {
      PacketBounds.invalidate(state);
    }
    path.set(0, result(path, prototype, arguments));
  }

  private static HelperPrototype prototype(Path path, int id) {
    if (id != 0 && !path.profile().knowsHelper(id)) {
      throw path.refuse(
          Rule.HELPER_UNKNOWN,
          "invalid func unknown#" + id,
          "the kernel has no helper with number " + id);
    }
    Helper helper = Helper.of(id);
    String name = helper != null ? helper.cName() : id == 0 ? "bpf_unspec" : "helper " + id;
    if (id == 0 || !path.profile().allows(path.type(), path.program().spec().attachType(), id)) {
      throw path.refuse(
          Rule.HELPER_NOT_ALLOWED,
          "program of this type cannot use helper " + name + "#" + id,
          "programs of type " + path.type() + " may not call " + name);
    }
    HelperPrototype prototype =
        path.profile().helper(id, path.type()).orElseThrow(() -> path.unmodelled("helper " + name));
    if (prototype.gplOnly() && !path.program().object().isGplCompatible()) {
      throw path.refuse(
          Rule.HELPER_GPL_ONLY,
          "cannot call GPL-restricted function from non-GPL compatible program",
          name
              + " is for GPL-compatible programs, the license is \""
              + path.program().object().license()
              + "\"");
    }
    if (prototype.maySleep()) {
      throw path.refuse(
          Rule.HELPER_NOT_ALLOWED,
          "helper call might sleep in a non-sleepable prog",
          name + " may sleep, and programs of type " + path.type() + " may not");
    }
    return prototype;
  }

  private static void checkReferences(Path path, int id) {
    int[] held = path.state().references();
    if (id == Helper.TAIL_CALL.number() && held.length > 0) {
      throw new Refusal(
          Rule.REFERENCE_LEAK,
          path.pc(),
          "tail_call would lead to reference leak",
          "reference " + held[0] + " is still held");
    }
  }

  private static void release(Path path, HelperPrototype prototype, HelperArguments arguments) {
    if (!prototype.releases()) {
      return;
    }
    int reference = arguments.releasedReference();
    if (reference == 0) {
      return;
    }
    path.state().release(reference);
    References.forget(path.state(), reference);
  }

  private static Reg result(Path path, HelperPrototype prototype, HelperArguments arguments) {
    ReturnKind kind = prototype.returns();
    return switch (kind) {
      case INTEGER -> Reg.UNKNOWN;
      case SIZE_OR_ERROR -> Reg.scalar(Ranges.signed32(-MAX_ERRNO, arguments.greatestSize()));
      case CPU_NUMBER -> Reg.scalar(Ranges.unsigned32(0, MAX_CPUS - 1));
      case VOID -> Reg.NOT_INIT;
      case MAP_VALUE_OR_NULL -> mapValue(path, prototype, arguments);
      case MAP_VALUE -> Reg.mapValue(arguments.map(), 0);
      case RINGBUF_MEM_OR_NULL -> {
        int id = path.newId();
        path.state().acquire(id);
        yield Reg.memory((int) arguments.allocatedSize(), true, id, id);
      }
      case SOCKET_OR_NULL -> socket(path, prototype, arguments, RegKind.SOCKET);
      case SOCK_COMMON_OR_NULL -> socket(path, prototype, arguments, RegKind.SOCK_COMMON);
      case TCP_SOCK_OR_NULL -> socket(path, prototype, arguments, RegKind.TCP_SOCK);
      case DYNPTR_MEM_OR_NULL, MEM_OR_BTF_ID, MEM_OR_BTF_ID_OR_NULL, BTF_ID, BTF_ID_OR_NULL ->
          throw path.unmodelled("helper " + prototype.cName() + ", which returns " + kind);
    };
  }

  /** A socket: a new reference, or one that shares the reference of the socket passed. */
  private static Reg socket(
      Path path, HelperPrototype prototype, HelperArguments arguments, RegKind kind) {
    int id = path.newId();
    if (prototype.acquires()) {
      path.state().acquire(id);
      return Reg.socketOrNull(kind, id, id);
    }
    return Reg.socketOrNull(kind, id, arguments.passedReference());
  }

  private static Reg mapValue(Path path, HelperPrototype prototype, HelperArguments arguments) {
    MapSpec map = arguments.map();
    switch (map.type()) {
      case XSKMAP -> {
        return Reg.socketOrNull(RegKind.XDP_SOCK, path.newId(), 0);
      }
      case SOCKMAP, SOCKHASH -> {
        return socket(path, prototype, arguments, RegKind.SOCKET);
      }
      default -> {}
    }
    if (map.inner() != null) {
      throw path.unmodelled("looking up an inner map");
    }
    Reg value = Reg.mapValue(map, 0);
    Scalar key = arguments.constantKey();
    boolean neverNull =
        prototype.id() == Helper.MAP_LOOKUP_ELEM.number()
            && (map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY)
            && key != null
            && Long.compareUnsigned(key.value(), map.maxEntries() & 0xffffffffL) < 0;
    return neverNull ? value : value.orNull(path.newId());
  }
}
