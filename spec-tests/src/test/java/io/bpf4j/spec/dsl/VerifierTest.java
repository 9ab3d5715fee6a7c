package io.bpf4j.spec.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.samples.balance.CountBuckets;
import io.bpf4j.samples.checksum.DropBadChecksum;
import io.bpf4j.samples.dnsonly.DnsOnly;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.dropblocked.DropBlockedWithoutCheck;
import io.bpf4j.samples.parserchain.ParserChain;
import io.bpf4j.samples.switches.CountSwitches;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Verdict;
import io.bpf4j.verifier.Verifier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples' verdicts, offline. */
class VerifierTest {
  private static final Verifier VERIFIER = Verifier.of(KernelProfile.builtIn("6.18"));

  static Stream<Supplier<ObjectSpec>> samples() {
    return Stream.of(
        DropBlocked::object,
        DropBadChecksum::object,
        CountBuckets::object,
        ParserChain::object,
        DnsOnly::object,
        CountSwitches::object);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesAreAccepted(Supplier<ObjectSpec> sample) {
    assertThat(VERIFIER.verify(sample.get()).programs())
        .isNotEmpty()
        .allSatisfy(
            program -> assertThat(program.verdict()).as("%s", program).isEqualTo(Verdict.ACCEPTED));
  }

  @Test
  void theVariantIsRejectedAtItsJavaLine() {
    ProgramVerdict verdict = VERIFIER.verify(DropBlockedWithoutCheck.object()).programs().get(0);
    assertThat(verdict.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(verdict.rejection().line().file()).isEqualTo("DropBlockedWithoutCheck.java");
  }
}
