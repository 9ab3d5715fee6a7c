package io.bpf4j.spec.dsl;

import static io.bpf4j.dsl.Types.S32;
import static io.bpf4j.dsl.Types.U64;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.samples.switches.SchedSwitch;
import io.bpf4j.vm.Input;
import io.bpf4j.vm.Vm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The DSL in the VM. */
class FeaturesVmTest extends FeaturesTest {
  FeaturesVmTest() {
    super(Machine::vm);
  }

  /** The kernel has no test run for tracepoints. */
  @Test
  void tracepointsReadTheirRecord() {
    ObjectSpec object =
        Bpf.object(
            "features",
            bpf -> {
              var states = bpf.hashMap("states", S32, U64, 8);
              bpf.tracepoint(
                  "program",
                  "sched/sched_switch",
                  SchedSwitch.LAYOUT,
                  event -> {
                    var state = event.get(SchedSwitch.PREV_STATE);
                    states.update(event.get(SchedSwitch.NEXT_PID), state.toU64());
                    event.ret();
                  });
            });
    ByteBuffer record = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(SchedSwitch.PREV_STATE.offset(), -2);
    record.putInt(SchedSwitch.NEXT_PID.offset(), 4711);
    Vm vm = Vm.of(object);
    assertThat(vm.run("program", new Input.Tracepoint(record.array())).fault()).isEmpty();
    byte[] state = vm.map("states").orElseThrow().lookup(Machine.key(4711)).orElseThrow();
    assertThat(ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).getLong()).isEqualTo(-2);
  }
}
