package io.bpf4j.vm;

import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.uapi.MapType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacedHelperTest {
  private static final MapSpec MAP = MapSpec.of("m", MapType.ARRAY, 4, 8, 1);

  private static Run run(UnaryOperator<Vm.Builder> settings, Consumer<CodeBuilder> body) {
    Vm.Builder builder = Vm.builder(Programs.object(List.of(Programs.xdp("main", body)), MAP));
    return settings.apply(builder).build().run("main", Input.Xdp.of(new byte[64]));
  }

  private static void call(CodeBuilder b, Helper helper) {
    b.callHelper(helper.number()).exit();
  }

  @Test
  void aHelperTheVmLacksIsAddedWithItsArguments() {
    Run run =
        run(
            vm -> vm.helper(Helper.FIB_LOOKUP, c -> c.argument(1) * 100 + c.argument(2)),
            b -> {
              b.mov(R1, 7).mov(R2, 3);
              call(b, Helper.FIB_LOOKUP);
            });
    assertThat(run.r0()).isEqualTo(703);
  }

  @Test
  void aReplacementMayCallWhatItReplaces() {
    Run run =
        run(
            vm -> vm.clock(() -> 40).helper(Helper.KTIME_GET_NS, c -> c.builtIn() + 2),
            b -> call(b, Helper.KTIME_GET_NS));
    assertThat(run.r0()).isEqualTo(42);
  }

  @Test
  void withoutOneToReplaceTheBuiltInHelperIsAFaultThatNamesIt() {
    Run run =
        run(
            vm -> vm.helper(Helper.FIB_LOOKUP, HelperCall::builtIn),
            b -> call(b, Helper.FIB_LOOKUP));
    assertThat(run.faulted().kind()).isEqualTo(Fault.Kind.UNSUPPORTED);
    assertThat(run.faulted().message()).contains("bpf_fib_lookup");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 212, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aNumberThatIsNoHelperIsAFaultThatNamesIt(int id) {
    Run run = run(vm -> vm, b -> b.callHelper(id).exit());
    assertThat(run.faulted().kind()).isEqualTo(Fault.Kind.UNSUPPORTED);
    assertThat(run.faulted().message()).isEqualTo("helper " + id + " is not known");
  }

  @Test
  void memoryIsReadAndWritten() {
    List<String> seen = new ArrayList<>();
    HelperFunction function =
        call -> {
          seen.add(call.string(call.argument(1), 8));
          seen.add(new String(call.read(call.argument(1), 2), StandardCharsets.US_ASCII));
          call.write(call.argument(1), new byte[] {'x', 'y'});
          call.store(call.argument(1) + 2, 2, 0x4142);
          return call.load(call.argument(1), 4);
        };
    Run run =
        run(
            vm -> vm.helper(Helper.D_PATH, function),
            b -> {
              b.store(Size.DW, R10, -8, new Imm(0x6968)).mov(R1, R10).alu(AluOp.ADD, R1, -8);
              call(b, Helper.D_PATH);
            });
    assertThat(seen).containsExactly("hi", "hi");
    assertThat(run.r0()).isEqualTo(0x41427978L);
  }

  @Test
  void whatIsOutOfBoundsEndsTheRunAtTheCall() {
    for (HelperFunction function :
        List.<HelperFunction>of(
            call -> call.load(call.argument(1), 8),
            call -> call.read(call.argument(1), Integer.MAX_VALUE).length,
            call -> call.string(call.argument(1), Integer.MAX_VALUE).length())) {
      Run run =
          run(
              vm -> vm.helper(Helper.D_PATH, function),
              b -> {
                b.store(Size.W, R10, -4, new Imm(-1)).mov(R1, R10).alu(AluOp.ADD, R1, -4);
                call(b, Helper.D_PATH);
              });
      assertThat(run.faulted().kind()).isEqualTo(Fault.Kind.OUT_OF_BOUNDS);
      assertThat(run.faulted().pc()).isEqualTo(3);
    }
  }

  @Test
  void aNegativeSizeIsABadArgument() {
    Run run =
        run(
            vm -> vm.helper(Helper.D_PATH, c -> c.read(c.argument(1), -1).length),
            b -> call(b, Helper.D_PATH));
    assertThat(run.faulted().kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
  }

  @Test
  void aFunctionSaysWhatIsWrongWithAnArgument() {
    HelperFunction function =
        call -> {
          throw call.badArgument("the first argument is no socket");
        };
    Run run = run(vm -> vm.helper(Helper.SK_RELEASE, function), b -> call(b, Helper.SK_RELEASE));
    assertThat(run.faulted().kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
    assertThat(run.faulted().message()).isEqualTo("the first argument is no socket");
  }

  @Test
  void mapsAreAtHandByArgumentAndByName() {
    HelperFunction function =
        call -> {
          call.map("m").orElseThrow().update(new byte[4], new byte[] {9, 0, 0, 0, 0, 0, 0, 0});
          assertThat(call.map("other")).isEmpty();
          return call.map(call.argument(1)).lookup(new byte[4]).orElseThrow()[0];
        };
    Run run =
        run(
            vm -> vm.helper(Helper.GET_STACKID, function),
            b -> {
              b.loadMap(R1, "m");
              call(b, Helper.GET_STACKID);
            });
    assertThat(run.r0()).isEqualTo(9);
  }

  @Test
  void aKfuncIsCalledByName() {
    Run run =
        run(
            vm -> vm.kfunc("bpf_first", c -> 1).kfunc("bpf_answer", c -> 42),
            b -> b.with(new Call(new Callee.Kfunc("bpf_answer"))).exit());
    assertThat(run.r0()).isEqualTo(42);
    Run missing = run(vm -> vm, b -> b.with(new Call(new Callee.Kfunc("bpf_answer"))).exit());
    assertThat(missing.faulted().kind()).isEqualTo(Fault.Kind.UNSUPPORTED);
    assertThat(missing.faulted().message()).contains("bpf_answer");
  }

  @Test
  void whatAFunctionThrowsComesOut() {
    HelperFunction function =
        call -> {
          throw new IllegalStateException("mine");
        };
    assertThatThrownBy(
            () -> run(vm -> vm.helper(Helper.D_PATH, function), b -> call(b, Helper.D_PATH)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run(vm -> vm.helper(Helper.TAIL_CALL, function), b -> b.exit()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
