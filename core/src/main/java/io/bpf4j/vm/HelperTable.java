package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;
import java.util.ArrayList;
import java.util.List;

/**
 * The helpers that the VM has, by number (uapi/linux/bpf.h, {@code enum bpf_func_id}), and the
 * kfuncs that Java code gave it. tail_call is the interpreter's.
 */
final class HelperTable {
  /** Carries out a call. */
  @FunctionalInterface
  interface Entry {
    /** R1 to R5 in; returns what R0 becomes. */
    long call(long[] r);
  }

  private final Entry[] helpers;
  private final List<String> kfuncNames = new ArrayList<>();
  private final List<Entry> kfuncs = new ArrayList<>();

  HelperTable() {
    int most = 0;
    for (Helper helper : Helper.values()) {
      most = Math.max(most, helper.number());
    }
    helpers = new Entry[most + 1];
    for (int id = 0; id < helpers.length; id++) {
      helpers[id] = missing(id);
    }
  }

  private static Entry missing(int id) {
    Helper helper = Helper.of(id);
    String message =
        helper == null
            ? "helper " + id + " is not known"
            : "the VM has no helper " + helper.cName() + " (" + id + ")";
    return r -> {
      throw FaultSignal.of(Fault.Kind.UNSUPPORTED, message);
    };
  }

  /** Sets what a helper does; returns what it did before. */
  Entry put(Helper helper, Entry entry) {
    Entry before = helpers[helper.number()];
    helpers[helper.number()] = entry;
    return before;
  }

  /** Says why the VM cannot have a helper. */
  void refuse(Helper helper, String reason) {
    String message = "the VM has no helper " + helper.cName() + ": " + reason;
    put(
        helper,
        r -> {
          throw FaultSignal.of(Fault.Kind.UNSUPPORTED, message);
        });
  }

  void putKfunc(String name, Entry entry) {
    kfuncNames.add(name);
    kfuncs.add(entry);
  }

  /** The number of a kfunc for {@link #callKfunc}, or -1 where there is none of that name. */
  int kfunc(String name) {
    return kfuncNames.indexOf(name);
  }

  long call(int id, long[] r) {
    if (id < 0 || id >= helpers.length) {
      return missing(id).call(r);
    }
    return helpers[id].call(r);
  }

  long callKfunc(int number, long[] r) {
    return kfuncs.get(number).call(r);
  }
}
