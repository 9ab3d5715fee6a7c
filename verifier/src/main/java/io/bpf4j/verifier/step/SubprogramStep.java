package io.bpf4j.verifier.step;

import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;
import io.bpf4j.verifier.state.State;

/** Calls of subprograms, and the way back. */
final class SubprogramStep {
  private SubprogramStep() {}

  /** Enters a static subprogram: its code is walked with the arguments at hand. */
  static int call(Path path, int target) {
    State state = path.state();
    int function = path.program().subprograms().indexAt(target);
    if (isGlobal(path, function)) {
      throw path.unmodelled(
          "global function "
              + path.program().subprograms().name(function)
              + ", which is verified on its own by its BTF signature");
    }
    int frames = nextFrame(path);
    Frame callee = new Frame(frames, function, path.pc());
    for (int i = 1; i <= 5; i++) {
      callee.set(i, state.reg(i));
    }
    forgetCallerSaved(state);
    state.push(callee);
    return target;
  }

  /** The index of one more frame, for which there must be room. */
  static int nextFrame(Path path) {
    int frames = path.state().depth() + 1;
    if (frames >= path.profile().limits().frames()) {
      throw path.refuse(
          Rule.TOO_MANY_FRAMES,
          "the call stack of " + (frames + 1) + " frames is too deep",
          "calls may nest " + path.profile().limits().frames() + " functions deep");
    }
    return frames;
  }

  private static boolean isGlobal(Path path, int function) {
    FunctionEntry entry = path.program().subprograms().entry(function);
    return entry != null && entry.linkage() != Linkage.STATIC && entry.btfType() != 0;
  }

  /** Leaves the innermost subprogram: the pc after its call. */
  static int exit(Path path) {
    State state = path.state();
    Reg result = state.reg(0);
    if (result.kind() == RegKind.STACK) {
      throw path.refuse(
          Rule.RETURN_VALUE,
          "cannot return stack pointer to the caller",
          "the frame that r0 points into ends here");
    }
    int callSite = state.frame().callSite();
    state.pop();
    state.set(0, result);
    return callSite + 1;
  }

  static void forgetCallerSaved(State state) {
    for (int i = 0; i <= 5; i++) {
      state.set(i, Reg.NOT_INIT);
    }
  }
}
