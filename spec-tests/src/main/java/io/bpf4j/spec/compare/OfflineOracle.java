package io.bpf4j.spec.compare;

import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Rejection;
import io.bpf4j.verifier.Verifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Function;

/** Asks the offline verifier about programs. */
public final class OfflineOracle implements Function<ObjectSpec, OfflineAnswer> {
  private final Verifier verifier;

  /** For the kernel of a profile. */
  public OfflineOracle(KernelProfile profile) {
    this.verifier = Verifier.of(profile);
  }

  /**
   * The verdict on the first program of an object. An exception out of the verifier is an answer,
   * too: a run over thousands of programs is to tell all of them.
   */
  @Override
  public OfflineAnswer apply(ObjectSpec object) {
    try {
      return answer(verifier.verify(object).programs().get(0));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return new OfflineAnswer(OfflineAnswer.Kind.FAILED, "", -1, place(e), 0, trace.toString());
    }
  }

  private static String place(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static OfflineAnswer answer(ProgramVerdict verdict) {
    int visited = verdict.budget().visited();
    return switch (verdict.verdict()) {
      case ACCEPTED ->
          new OfflineAnswer(OfflineAnswer.Kind.ACCEPTED, "", -1, "", visited, "accepted");
      case REJECTED -> {
        Rejection why = verdict.rejection();
        yield new OfflineAnswer(
            OfflineAnswer.Kind.REJECTED,
            why.rule(),
            why.pc(),
            why.kernelMessage(),
            visited,
            why.toString());
      }
      case UNSUPPORTED ->
          new OfflineAnswer(
              OfflineAnswer.Kind.UNSUPPORTED,
              verdict.unsupported(),
              verdict.unsupportedPc(),
              "",
              visited,
              "unsupported: " + verdict.unsupported());
    };
  }
}
