package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Register;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.kernel.ReturnRange;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs of each type may return, tried on the live kernel. */
@RequiresKernel
class ReturnRangeTest {
  private static final long[] VALUES = {
    Long.MIN_VALUE, -4096, -1, 0, 1, 2, 3, 4, 0xffff_ffffL, 1L << 32, Long.MAX_VALUE
  };

  private final Probe probe = new Probe();

  @AfterEach
  void close() {
    probe.close();
  }

  static List<Variant> all() {
    return Variant.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theProfileAnswersAsTheKernelDoes(Variant variant) {
    ReturnRange range =
        KernelProfile.builtIn("6.18")
            .returnRange(variant.type(), variant.attachType())
            .orElseThrow();
    for (long value : VALUES) {
      boolean accepted = accepts(variant, Code.build(c -> c.loadImm64(Register.R0, value).exit()));
      assertThat(accepted).as("%s returns %d", variant, value).isEqualTo(range.contains(value));
    }
    Code unknown = Code.build(c -> c.callHelper(Helper.GET_PRANDOM_U32.number()).exit());
    assertThat(accepts(variant, unknown)).as("an unknown number").isEqualTo(range.isAny());
    Code pointer = Code.build(c -> c.mov(Register.R0, Register.R10).exit());
    assertThat(accepts(variant, pointer)).as("a pointer").isEqualTo(range.isAny());
    assertThat(accepts(variant, Code.build(c -> c.exit()))).as("nothing").isFalse();
  }

  private boolean accepts(Variant variant, Code code) {
    return probe.ask(variant, code).accepted();
  }
}
