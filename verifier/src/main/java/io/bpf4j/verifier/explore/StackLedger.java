package io.bpf4j.verifier.explore;

import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.flow.Subprograms;
import io.bpf4j.verifier.flow.Targets;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import java.util.HashSet;
import java.util.Set;

/**
 * Bytes of stack over call chains: each frame rounded up to 16 as the just-in-time compilers do,
 * 512 in all, and 256 in the callers of a subprogram that makes a tail call.
 */
final class StackLedger {
  private static final int PRIVATE_STACK_FROM = 64;

  private final Program program;
  private final KernelProfile profile;
  private final int[] depth;
  private final boolean privateStacks;

  /** Chains that end the same need to be walked once: a hostile program has billions of them. */
  private final Set<Chain> walked = new HashSet<>();

  private int deepest;

  private record Chain(int function, int above, int frames) {}

  StackLedger(Program program, KernelProfile profile, int[] depth) {
    this.program = program;
    this.profile = profile;
    this.depth = depth;
    this.privateStacks = hasPrivateStacks(program.spec()) && !program.subprograms().anyTailCall();
  }

  /** Program types that can be entered again while they run get a stack of their own (6.13). */
  private static boolean hasPrivateStacks(ProgramSpec spec) {
    ProgramType type = spec.type();
    return switch (type) {
      case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT -> true;
      default -> false;
    };
  }

  /** The deepest chain's bytes, checked. */
  int check() {
    walk(0, 0, 1, -1);
    return deepest;
  }

  private void walk(int function, int above, int frames, int callSite) {
    if (!walked.add(new Chain(function, above, frames))) {
      return;
    }
    Subprograms subprograms = program.subprograms();
    if (function != 0
        && subprograms.hasTailCall(function)
        && above >= profile.limits().tailCallStackBytes()) {
      throw new Refusal(
          Rule.TAIL_CALL_STACK,
          callSite,
          "tail_calls are not allowed when call stack of previous frames is "
              + above
              + " bytes. Too large",
          "the callers of "
              + subprograms.name(function)
              + ", which makes a tail call, use "
              + above
              + " bytes, they may use "
              + (profile.limits().tailCallStackBytes() - 1));
    }
    int own = (depth[function] + 15) / 16 * 16;
    int here = above;
    if (privateStacks && own >= PRIVATE_STACK_FROM) {
      if (own > profile.limits().stackBytes()) {
        throw tooDeep(
            callSite, "stack size of subprog " + function + " is " + own + ". Too large", own);
      }
    } else {
      here += own;
      if (here > profile.limits().stackBytes()) {
        throw tooDeep(
            callSite,
            "combined stack size of " + frames + " calls is " + here + ". Too large",
            here);
      }
    }
    deepest = Math.max(deepest, here);
    for (int pc = subprograms.start(function); pc < subprograms.end(function); pc++) {
      int target = program.at(pc) == null ? Targets.NONE : Targets.function(pc, program.at(pc));
      if (target != Targets.NONE) {
        enter(subprograms.indexAt(target), here, frames, pc);
      }
    }
  }

  private void enter(int callee, int above, int frames, int callSite) {
    if (frames >= profile.limits().frames()) {
      throw new Refusal(
          Rule.TOO_MANY_FRAMES,
          callSite,
          "the call stack of " + (frames + 1) + " frames is too deep !",
          "calls may nest " + profile.limits().frames() + " functions deep");
    }
    walk(callee, above, frames + 1, callSite);
  }

  private static Refusal tooDeep(int callSite, String message, int bytes) {
    return new Refusal(
        Rule.STACK_TOO_DEEP, callSite, message, bytes + " bytes are needed, 512 are there");
  }
}
