package io.bpf4j.dsl.programs;

import static io.bpf4j.dsl.Types.U64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.AssemblyException;
import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.SubprogramScope;
import io.bpf4j.dsl.U64;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Store;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More values than registers. */
class SpillingTest {
  /** Computes so many values, loses the registers in a call, and sums the values up. */
  private static void manyValues(SubprogramScope<U64> f, U64 x, int count) {
    List<U64> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(x.mul(2L * i + 3));
    }
    f.smpProcessorId();
    U64 sum = x;
    for (U64 value : values) {
      sum = sum.add(value);
    }
    f.ret(sum);
  }

  private static Code function(int count) {
    return Bpf.object(
            "test", bpf -> bpf.subprogram("f", U64, U64, (f, x) -> manyValues(f, x, count)))
        .subprograms()
        .get(0)
        .code();
  }

  @Test
  void aFewValuesNeedNoStack() {
    assertThat(function(3).instructions())
        .noneMatch(instruction -> instruction instanceof Store || instruction instanceof Load);
  }

  @Test
  void spillsAreWholeAndAligned() {
    List<Instruction> instructions = function(20).instructions();
    List<Store> stores =
        instructions.stream().filter(Store.class::isInstance).map(Store.class::cast).toList();
    assertThat(stores).hasSize(17);
    assertThat(stores)
        .allSatisfy(
            store -> {
              assertThat(store.size()).isEqualTo(Size.DW);
              assertThat(store.base()).isEqualTo(Register.R10);
              assertThat(store.offset() % 8).isZero();
            });
  }

  @Test
  void theStackIsLimited() {
    assertThatThrownBy(() -> function(80))
        .isInstanceOf(AssemblyException.class)
        .hasMessageMatching(
            "SpillingTest.java:\\d+: the stack holds 512 bytes, and this function needs at least"
                + " 520: .*");
  }
}
