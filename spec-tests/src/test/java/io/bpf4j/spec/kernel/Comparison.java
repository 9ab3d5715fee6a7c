package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Rejection;
import io.bpf4j.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Counts in how many programs the offline verifier and the live kernel agree. */
final class Comparison {
  private final Probe probe;
  private final List<String> disagreements = new ArrayList<>();
  private int unsupported;
  private int compared;

  Comparison(Probe probe) {
    this.probe = probe;
  }

  /** Asks both about a program. */
  void of(String what, Variant variant, Code code) {
    KernelVerdict kernel = probe.ask(variant, code);
    ProgramVerdict offline = probe.offline(variant, code);
    compared++;
    if (offline.verdict() == Verdict.UNSUPPORTED) {
      unsupported++;
    } else if ((offline.verdict() == Verdict.ACCEPTED) != kernel.accepted()) {
      String ours = offline.whyRejected().map(Rejection::toString).orElse("accepted");
      String theirs = kernel.accepted() ? "accepts" : kernel.reason();
      disagreements.add("%s: kernel %s, offline %s".formatted(what, theirs, ours));
    }
  }

  /** Fails where the two disagree, or the offline verifier cannot tell of one in five. */
  void conclude() {
    assertThat(disagreements).as("of %d, %d unsupported", compared, unsupported).isEmpty();
    assertThat(unsupported).as("unsupported of %d", compared).isLessThan(compared / 5);
  }
}
