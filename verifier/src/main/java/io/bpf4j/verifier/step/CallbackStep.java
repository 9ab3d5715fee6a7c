package io.bpf4j.verifier.step;

import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.State;
import io.bpf4j.verifier.state.Widening;

/**
 * Functions that helpers call. How often is not known: the call is walked as if it called none, and
 * besides the function is walked once, after which the call is come to again.
 */
final class CallbackStep {
  private final JumpStep.Fork fork;

  CallbackStep(JumpStep.Fork fork) {
    this.fork = fork;
  }

  /** Remembers the function to be walked, before the call is taken to return. */
  void enter(Path path, int helper, MapSpec map) {
    int funcArgument = helper == Helper.FIND_VMA.number() ? 3 : 2;
    Reg function = path.reg(funcArgument);
    Frame caller = path.state().frame();
    if (helper == Helper.LOOP.number()) {
      path.requirePrecise(1);
      if (!moreRounds(caller, path.reg(1))) {
        caller.setCallbackDepth(0);
        return;
      }
    }
    int index = path.program().subprograms().indexAt(function.size());
    int frames = SubprogramStep.nextFrame(path);
    State branch = fork.fork(path, function.size());
    Frame callee = new Frame(frames, index, path.pc(), true);
    setArguments(path, helper, map, callee);
    branch.frame().setCallbackDepth(caller.callbackDepth() + 1);
    branch.push(callee);
    branch.countCallback();
    caller.setCallbackDepth(0);
  }

  private static boolean moreRounds(Frame caller, Reg rounds) {
    return Long.compareUnsigned(caller.callbackDepth(), rounds.var().umax()) < 0;
  }

  /** The address of a function of the program, which only static functions with types give. */
  static Reg address(Path path, int target) {
    int index = path.program().subprograms().indexAt(target);
    FunctionEntry entry = path.program().subprograms().entry(index);
    if (entry == null || entry.btfType() == 0) {
      throw path.refuse(
          Rule.CALLBACK_FUNCTION,
          "missing btf func_info",
          "function " + path.program().subprograms().name(index) + " has no BTF");
    }
    if (entry.linkage() != Linkage.STATIC) {
      throw path.refuse(
          Rule.CALLBACK_FUNCTION,
          "callback function not static",
          "helpers call static functions only, " + entry.name() + " is global");
    }
    return Reg.function(target);
  }

  private static void setArguments(Path path, int helper, MapSpec map, Frame callee) {
    if (helper == Helper.LOOP.number()) {
      callee.set(1, Reg.UNKNOWN);
      callee.set(2, path.reg(3));
    } else if (helper == Helper.FOR_EACH_MAP_ELEM.number()) {
      callee.set(1, path.reg(1));
      callee.set(2, Reg.mapKey(map));
      callee.set(3, Reg.mapValue(map, 0));
      callee.set(4, path.reg(3));
    } else {
      throw path.unmodelled("the callback of helper " + Helper.of(helper).cName());
    }
  }

  /** Leaves a function that a helper called: the pc of the call, which is come to again. */
  static int exit(Path path) {
    State state = path.state();
    Reg result = path.reg(0);
    if (!result.isScalar()) {
      throw path.refuse(
          Rule.RETURN_VALUE,
          "R0 not a scalar value",
          "a callback returns 0 to go on or 1 to stop, r0 holds a " + Path.kernelName(result));
    }
    path.requirePrecise(0);
    if (result.var().smin() < 0 || result.var().smax() > 1) {
      throw path.refuse(
          Rule.RETURN_VALUE,
          "At callback return the register R0 "
              + Step.described(result.var())
              + " should have been in [0, 1]",
          "a callback returns 0 to go on or 1 to stop");
    }
    int callSite = state.frame().callSite();
    state.pop();
    Widening.widen(state, state, callSite);
    return callSite;
  }
}
