package io.bpf4j.dsl.programs;

import static io.bpf4j.dsl.Types.U32;
import static io.bpf4j.dsl.Types.U64;
import static io.bpf4j.dsl.Types.U8;
import static io.bpf4j.dsl.XdpAction.XDP_DROP;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bpf4j.AssemblyException;
import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.Condition;
import io.bpf4j.dsl.Header;
import io.bpf4j.dsl.Lookup;
import io.bpf4j.dsl.Loop;
import io.bpf4j.dsl.Ref;
import io.bpf4j.dsl.U32;
import io.bpf4j.dsl.U64;
import io.bpf4j.dsl.Xdp;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the Java compiler cannot find is found while building: the Java line, and the remedy. */
class MisuseTest {
  private int wrongLine;

  /** The statement in the next line is wrong. */
  private void nextIsWrong() {
    wrongLine =
        1
            + StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }

  private void assertMisuse(String text, Consumer<Bpf> misuse) {
    AssemblyException error =
        catchThrowableOfType(AssemblyException.class, () -> Bpf.object("test", misuse));
    assertThat(error).as(text).isNotNull();
    assertThat(error)
        .hasMessageStartingWith("MisuseTest.java:" + wrongLine + ": ")
        .hasMessageContaining(text);
    assertThat(error.line()).isEqualTo(wrongLine);
  }

  private void assertMisuseInXdp(String text, Consumer<Xdp> misuse) {
    assertMisuse(text, bpf -> bpf.xdp("program", misuse));
  }

  @Test
  void aProgramWithoutAReturn() {
    assertMisuse(
        "may reach its end without a return: end it with ret(...)",
        bpf -> {
          nextIsWrong();
          bpf.xdp("f", f -> f.when(f.rxQueueIndex().eq(1), () -> f.ret(XDP_PASS)));
        });
  }

  @Test
  void aNumberOutOfRange() {
    assertMisuseInXdp(
        "300 is not a __u8 (0..255): use a wider type",
        xdp -> {
          nextIsWrong();
          xdp.var(U8, 300);
        });
  }

  @Test
  void aValueOfABodyThatHasEnded() {
    AtomicReference<U32> kept = new AtomicReference<>();
    assertMisuseInXdp(
        "this value belongs to a body that has ended",
        xdp -> {
          U32 queue = xdp.rxQueueIndex();
          xdp.when(queue.eq(1), () -> kept.set(queue.add(1)));
          nextIsWrong();
          kept.get().add(1);
        });
  }

  @Test
  void aConditionOfABodyThatHasEnded() {
    AtomicReference<Condition> kept = new AtomicReference<>();
    assertMisuseInXdp(
        "this condition belongs to a body that has ended",
        xdp -> {
          U32 queue = xdp.rxQueueIndex();
          xdp.when(queue.eq(1), () -> kept.set(queue.add(1).gt(7)));
          nextIsWrong();
          xdp.when(kept.get(), () -> xdp.ret(XDP_PASS));
        });
  }

  @Test
  void aHeaderOfABodyThatHasEnded() {
    AtomicReference<Header<Ethernet>> kept = new AtomicReference<>();
    assertMisuseInXdp(
        "the memory of get(ethhdr.h_proto) belongs to a body that has ended",
        xdp -> {
          xdp.packet(Ethernet.LAYOUT).ifPresent(kept::set);
          nextIsWrong();
          kept.get().get(Ethernet.PROTOCOL);
        });
    assertMisuseInXdp(
        "this header belongs to a body that has ended",
        xdp -> {
          xdp.packet(Ethernet.LAYOUT).ifPresent(kept::set);
          nextIsWrong();
          xdp.packet(Ipv4.LAYOUT).after(kept.get());
        });
  }

  @Test
  void anElementOfABodyThatHasEnded() {
    AtomicReference<Ref<U64>> kept = new AtomicReference<>();
    AtomicReference<Lookup<Ref<U64>>> unused = new AtomicReference<>();
    assertMisuse(
        "the memory of counts.atomicAdd belongs to a body that has ended",
        bpf -> {
          var counts = bpf.array("counts", U64, 1);
          bpf.xdp(
              "program",
              xdp -> {
                counts.lookup(0).ifPresent(kept::set);
                nextIsWrong();
                kept.get().atomicAdd(1);
              });
        });
    assertMisuse(
        "what may be here belongs to a body that has ended",
        bpf -> {
          var counts = bpf.array("counts", U64, 1);
          bpf.xdp(
              "program",
              xdp -> {
                xdp.when(xdp.rxQueueIndex().eq(1), () -> unused.set(counts.lookup(0)));
                nextIsWrong();
                unused.get().orReturn(XDP_PASS);
              });
        });
  }

  @Test
  void aLoopThatHasEnded() {
    AtomicReference<Loop> kept = new AtomicReference<>();
    assertMisuseInXdp(
        "this loop belongs to a body that has ended",
        xdp -> {
          xdp.loop(0, 3, (i, loop) -> kept.set(loop));
          nextIsWrong();
          kept.get().breakWhen(xdp.rxQueueIndex().eq(1));
        });
  }

  @Test
  void aValueOfAnotherProgram() {
    AtomicReference<U32> kept = new AtomicReference<>();
    assertMisuse(
        "a value of second meets one of first: pass it through a map or a parameter",
        bpf -> {
          bpf.xdp(
              "first",
              xdp -> {
                kept.set(xdp.rxQueueIndex());
                xdp.ret(XDP_PASS);
              });
          bpf.xdp(
              "second",
              xdp -> {
                nextIsWrong();
                xdp.rxQueueIndex().add(kept.get());
              });
        });
  }

  @Test
  void aProgramInsideAProgram() {
    assertMisuse(
        "inner is declared inside outer: declare it beside it",
        bpf ->
            bpf.xdp(
                "outer",
                outer -> {
                  nextIsWrong();
                  bpf.xdp("inner", inner -> inner.ret(XDP_PASS));
                }));
  }

  @Test
  void anotherProgramTypesReturnValue() {
    assertMisuse(
        "a socket filter returns a SnapLength or a U32, not XDP_DROP",
        bpf -> {
          var counts = bpf.array("counts", U64, 1);
          bpf.socketFilter(
              "filter",
              filter -> {
                nextIsWrong();
                counts.lookup(0).orReturn(XDP_DROP);
              });
        });
  }

  @Test
  void aSlotThatIsNotThere() {
    assertMisuse(
        "parsers has slots 0..3, not 4",
        bpf -> {
          var parsers = bpf.progArray("parsers", Xdp.class, 4);
          bpf.xdp(
              "program",
              xdp -> {
                nextIsWrong();
                xdp.tailCall(parsers, 4);
              });
        });
  }

  @Test
  void aHelperForGplProgramsOnly() {
    assertMisuseInXdp(
        "say bpf.license(\"GPL\") first",
        xdp -> {
          nextIsWrong();
          xdp.printk("queue %d", xdp.rxQueueIndex());
        });
  }

  @Test
  void aFormatThatDoesNotFitItsValues() {
    assertMisuseInXdp(
        "the format \"%d of %d\" prints 2 values of 1",
        xdp -> {
          nextIsWrong();
          xdp.printk("%d of %d", xdp.rxQueueIndex());
        });
    assertMisuseInXdp(
        "has %s: use %d, %u, %x or %%",
        xdp -> {
          nextIsWrong();
          xdp.printk("%s", xdp.rxQueueIndex());
        });
  }

  @Test
  void theSameNameTwice() {
    assertMisuse(
        "there is already a map counts",
        bpf -> {
          bpf.array("counts", U64, 1);
          nextIsWrong();
          bpf.hashMap("counts", U32, U64, 1);
        });
  }

  @Test
  void aNameThatTheKernelDoesNotTake() {
    assertMisuse(
        "\"drop-blocked\" is no name for a program or subprogram",
        bpf -> {
          nextIsWrong();
          bpf.xdp("drop-blocked", xdp -> xdp.ret(XDP_PASS));
        });
    assertMisuse(
        "\"\" is no name for a map",
        bpf -> {
          nextIsWrong();
          bpf.array("", U64, 1);
        });
  }

  @Test
  void divisionByZero() {
    assertMisuseInXdp(
        "a division by the number 0: say what the result shall be",
        xdp -> {
          nextIsWrong();
          xdp.rxQueueIndex().div(0);
        });
  }

  @Test
  void aShiftOfAllBits() {
    assertMisuseInXdp(
        "a shift of a __u32 is by 0..31, not 32",
        xdp -> {
          nextIsWrong();
          xdp.rxQueueIndex().shl(32);
        });
  }

  @Test
  void aMapOutsideAProgram() {
    assertMisuse(
        "lookup(counts) is only possible in the body of a program or subprogram",
        bpf -> {
          var counts = bpf.array("counts", U64, 1);
          nextIsWrong();
          counts.lookup(0);
        });
  }

  @Test
  void anAtomicAdditionOfBytes() {
    assertMisuseInXdp(
        "atomicAdd is for integers of 32 or 64 bits, not for __u8",
        xdp -> {
          var first = xdp.packet(U8).orReturn(XDP_PASS);
          nextIsWrong();
          first.atomicAdd(1);
        });
  }
}
