package io.bpf4j.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.link.Linker;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.samples.balance.CountBuckets;
import io.bpf4j.samples.checksum.DropBadChecksum;
import io.bpf4j.samples.dnsonly.DnsOnly;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.parserchain.ParserChain;
import io.bpf4j.samples.switches.CountSwitches;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every sample's object is like. */
class SamplesTest {
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
  void isTheSameEveryTime(Supplier<ObjectSpec> sample) {
    assertThat(sample.get()).isEqualTo(sample.get());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyInstructionHasItsJavaLine(Supplier<ObjectSpec> sample) {
    for (ProgramSpec program : Linker.link(sample.get()).programs()) {
      Code code = program.code();
      for (int i = 0; i < code.instructions().size(); i++) {
        assertThat(code.lineAt(code.pcOf(i)).file()).endsWith(".java");
        assertThat(code.lineAt(code.pcOf(i)).line()).isPositive();
        assertThat(code.lineAt(code.pcOf(i)).text()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyFunctionHasItsType(Supplier<ObjectSpec> sample) {
    for (ProgramSpec program : Linker.link(sample.get()).programs()) {
      assertThat(program.functions())
          .allSatisfy(
              function ->
                  assertThat(sample.get().btf().type(function.btfType()).name())
                      .isEqualTo(function.name()));
    }
  }
}
