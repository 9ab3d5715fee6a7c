package io.bpf4j.dsl.programs;

import static io.bpf4j.dsl.Types.S32;
import static io.bpf4j.dsl.Types.S64;
import static io.bpf4j.dsl.Types.S8;
import static io.bpf4j.dsl.Types.U16;
import static io.bpf4j.dsl.Types.U32;
import static io.bpf4j.dsl.Types.U64;
import static io.bpf4j.dsl.Types.U8;
import static io.bpf4j.dsl.XdpAction.XDP_DROP;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.isa.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The instructions that programs become: as few as a C compiler's. */
class GeneratedCodeTest {
  @Test
  void arithmeticGoesOnInPlace() {
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(x.add(5).mul(3))))
        .containsExactly("r1 += 5", "r1 *= 3", "r0 = r1", "exit");
  }

  @Test
  void constantsAreFolded() {
    assertThat(Listing.function(U32, U32, (f, x) -> f.ret(U32.of(6).mul(7).sub(2))))
        .containsExactly("w0 = 40", "exit");
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(x.add(1).add(2).sub(3))))
        .containsExactly("r0 = r1", "exit");
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(x.xor(x).or(x.mul(0)))))
        .containsExactly("w0 = 0", "exit");
  }

  @Test
  void powersOfTwoAreShiftedAndMasked() {
    assertThat(Listing.function(U32, U32, (f, x) -> f.ret(x.mul(8).div(16).mod(4))))
        .containsExactly("w1 <<= 3", "w1 >>= 4", "w1 &= 3", "r0 = r1", "exit");
  }

  @Test
  void wideConstantsTakeTwoSlotsOnlyWhereTheyMust() {
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(-1))).containsExactly("r0 = -1", "exit");
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(0xffff_ffffL)))
        .containsExactly("w0 = -1", "exit");
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(0x1_0000_0000L)))
        .containsExactly("r0 = 4294967296 ll", "exit");
  }

  @Test
  void wideningAnUnsignedNumberCostsNothing() {
    assertThat(Listing.function(U64, U16, (f, x) -> f.ret(x.toU64())))
        .containsExactly("r0 = r1", "exit");
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(x.toU32().toU64())))
        .containsExactly("w0 = w1", "exit");
  }

  @Test
  void wideningASignedNumberKeepsItsSign() {
    assertThat(Listing.function(S64, S32, (f, x) -> f.ret(x.toS64())))
        .containsExactly("r1 <<= 32", "r1 s>>= 32", "r0 = r1", "exit");
  }

  @Test
  void narrowResultsWrapAround() {
    assertThat(Listing.function(U8, U8, (f, x) -> f.ret(x.add(1))))
        .containsExactly("w1 += 1", "w1 &= 255", "r0 = r1", "exit");
    assertThat(Listing.function(S8, S8, (f, x) -> f.ret(x.neg())))
        .containsExactly("w1 = -w1", "w1 <<= 24", "w1 s>>= 24", "r0 = r1", "exit");
    assertThat(Listing.function(U8, U64, (f, x) -> f.ret(x.toU8().shr(3).and(31))))
        .containsExactly("w1 &= 255", "w1 >>= 3", "r0 = r1", "exit");
  }

  @Test
  void comparisonGoesByTheType() {
    assertThat(
            Listing.function(
                U32,
                S64,
                (f, x) -> {
                  f.when(x.lt(-5), () -> f.ret(1));
                  f.ret(0);
                }))
        .startsWith("if r1 s>= -5 goto +2 <LBB0_1>");
    assertThat(
            Listing.function(
                U32,
                U32,
                (f, x) -> {
                  f.when(x.lt(5), () -> f.ret(1));
                  f.ret(0);
                }))
        .startsWith("if w1 >= 5 goto +2 <LBB0_1>");
  }

  @Test
  void conditionsStopAtTheFirstThatDecides() {
    assertThat(
            Listing.function(
                U32,
                U32,
                (f, x) -> {
                  f.when(x.eq(1).or(x.gt(7).and(x.ne(9))), () -> f.ret(1));
                  f.ret(0);
                }))
        .containsExactly(
            "if w1 == 1 goto +2 <LBB0_1>",
            "if w1 <= 7 goto +3 <LBB0_2>",
            "if w1 == 9 goto +2 <LBB0_2>",
            "w0 = 1",
            "exit",
            "w0 = 0",
            "exit");
  }

  @Test
  void aBranchThatIsKnownIsNotMade() {
    assertThat(
            Listing.function(
                U32,
                U32,
                (f, x) -> {
                  var flag = f.var(U32, 0);
                  f.when(flag.get().ne(0), () -> f.ret(1));
                  f.ret(2);
                }))
        .containsExactly("w0 = 2", "exit");
  }

  @Test
  void aVariableStaysInItsRegisterThroughALoop() {
    assertThat(
            Listing.function(
                U32,
                U32,
                (f, x) -> {
                  var sum = f.var(U32, 0);
                  f.loop(0, 10, i -> sum.set(sum.get().add(i.xor(x))));
                  f.ret(sum.get());
                }))
        .containsExactly(
            "w0 = 0",
            "w2 = 0",
            "r3 = r1",
            "w3 ^= w2",
            "w0 += w3",
            "w2 += 1",
            "if w2 < 10 goto -5 <LBB0_1>",
            "exit");
  }

  @Test
  void whatNobodyUsesIsNotComputed() {
    assertThat(
            Listing.function(
                U32,
                U32,
                (f, x) -> {
                  x.mul(17).add(x);
                  f.ret(x);
                }))
        .containsExactly("r0 = r1", "exit");
  }

  @Test
  void whatWasComputedIsNotComputedAgain() {
    assertThat(Listing.function(U64, U64, (f, x) -> f.ret(x.mul(x).add(x.mul(x)))))
        .containsExactly("r1 *= r1", "r1 += r1", "r0 = r1", "exit");
  }

  @Test
  void aBigEndianFieldIsComparedWithoutASwap() {
    Code code =
        Listing.xdp(
            xdp -> {
              var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
              xdp.when(eth.get(Ethernet.PROTOCOL).eq(0x86dd), () -> xdp.ret(XDP_DROP));
              xdp.ret(XDP_PASS);
            });
    assertThat(Listing.of(code))
        .containsExactly(
            "r2 = *(u32 *)(r1 + 0)",
            "r1 = *(u32 *)(r1 + 4)",
            "r3 = r2",
            "r3 += 14",
            "if r3 > r1 goto +4 <LBB0_1>",
            "r1 = *(u16 *)(r2 + 12)",
            "if w1 != 56710 goto +2 <LBB0_1>",
            "w0 = 1",
            "exit",
            "w0 = 2",
            "exit");
  }

  @Test
  void valuesThatLiveThroughACallStayInR6ToR9() {
    List<String> listing =
        Listing.function(
            U64,
            U64,
            (f, x) -> {
              f.smpProcessorId();
              f.ret(x);
            });
    assertThat(listing)
        .containsExactly("r6 = r1", "call 8 <bpf_get_smp_processor_id>", "r0 = r6", "exit");
  }
}
