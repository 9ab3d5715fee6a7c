package io.bpf4j.dsl.programs;

import static io.bpf4j.dsl.Types.U32;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import org.junit.jupiter.api.Test;

class LargeProgramTest {
  /** A variable's value comes through thousands of blocks, none of which reads it. */
  @Test
  void manyBranchesInARow() {
    int count = 4000;
    Code code =
        Listing.xdp(
            xdp -> {
              var queue = xdp.rxQueueIndex();
              var last = xdp.var(U32, 0);
              for (int i = 0; i < count; i++) {
                int number = i + 1;
                xdp.when(queue.eq(i), () -> last.set(number));
              }
              xdp.when(last.get().ne(0), () -> xdp.ret(last.get()));
              xdp.ret(XDP_PASS);
            });
    assertThat(code.slots()).isBetween(2 * count, 3 * count);
  }
}
