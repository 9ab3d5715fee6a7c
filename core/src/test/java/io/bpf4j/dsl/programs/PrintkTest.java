package io.bpf4j.dsl.programs;

import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.S32;
import io.bpf4j.dsl.U64;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintkTest {
  @Test
  void valuesArePrintedWhateverTheirSize() {
    ObjectSpec object =
        Bpf.object(
            "test",
            bpf -> {
              bpf.license("GPL");
              bpf.xdp(
                  "program",
                  xdp -> {
                    xdp.printk(
                        "100%% of %x and %d on queue %u",
                        U64.of(0x123456789aL), S32.of(-7), xdp.rxQueueIndex());
                    xdp.ret(XDP_PASS);
                  });
            });
    List<String> printed = new ArrayList<>();
    Vm vm = Vm.builder(object).printer(printed::add).build();
    assertThat(vm.run("program", new Input.Xdp(new byte[64], 1, 5)).fault()).isEmpty();
    assertThat(printed).containsExactly("100% of 123456789a and -7 on queue 5");
  }
}
