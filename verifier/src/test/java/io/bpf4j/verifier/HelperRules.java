package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.isa.Register.R4;
import static io.bpf4j.isa.Register.R6;
import static io.bpf4j.verifier.Objects618.exitZero;
import static io.bpf4j.verifier.Objects618.licensed;
import static io.bpf4j.verifier.Objects618.lookup;
import static io.bpf4j.verifier.Objects618.socketFilter;
import static io.bpf4j.verifier.Objects618.tracepoint;
import static io.bpf4j.verifier.Objects618.xdp;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.PacketLoad;
import io.bpf4j.isa.Size;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.rule.Rule;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Calls of helpers: which, with what, and what they leave to be given back. */
final class HelperRules {
  private static final int TIME = Helper.KTIME_GET_NS.number();

  private HelperRules() {}

  static Stream<RuleCase> cases() {
    return Stream.of(calls(), arguments(), references(), callbacks()).flatMap(c -> c);
  }

  /** {@code loop(rounds, back, null, 0)}, where {@code back} returns a number. */
  private static ObjectSpec looping(boolean typed, int rounds, int result) {
    ObjectSpec object =
        xdp(
            b -> {
              b.mov(R1, rounds);
              b.with(new LoadImm64(R2, new Imm64.SubprogramAddress("back"))).mov(R3, 0);
              exitZero(b.mov(R4, 0).callHelper(Helper.LOOP.number()));
            });
    Consumer<CodeBuilder> back = b -> b.mov(R0, result).exit();
    return typed
        ? Objects618.withTyped(object, "back", back)
        : Objects618.with(object, "back", back);
  }

  /** A loop of one function once, and of another as often as is said. */
  private static ObjectSpec loopingTwice(int rounds) {
    ObjectSpec object =
        xdp(
            b -> {
              b.mov(R1, 1).with(new LoadImm64(R2, new Imm64.SubprogramAddress("first")));
              b.mov(R3, 0).mov(R4, 0).callHelper(Helper.LOOP.number()).mov(R1, rounds);
              b.with(new LoadImm64(R2, new Imm64.SubprogramAddress("second"))).mov(R3, 0);
              exitZero(b.mov(R4, 0).callHelper(Helper.LOOP.number()));
            });
    ObjectSpec first = Objects618.withTyped(object, "first", b -> b.mov(R0, 0).exit());
    return Objects618.withTyped(first, "second", b -> b.mov(R0, 1).exit());
  }

  private static Stream<RuleCase> callbacks() {
    return Stream.of(
        new RuleCase(
            Rule.CALLBACK_FUNCTION,
            1,
            "missing btf func_info",
            looping(false, 7, 0),
            looping(true, 7, 0)),
        new RuleCase(
            Rule.CALLBACK_FUNCTION,
            7,
            "verifier bug: No program to jit",
            loopingTwice(0),
            loopingTwice(1)),
        new RuleCase(
            Rule.RETURN_VALUE,
            9,
            "At callback return the register R0 has smin=2 smax=2 should have been in [0, 1]",
            looping(true, 7, 2),
            looping(true, 7, 1)));
  }

  private static ObjectSpec calling(int helper) {
    return xdp(b -> exitZero(b.callHelper(helper)));
  }

  private static ObjectSpec printing() {
    return xdp(
        b -> {
          b.store(Size.DW, R10, -8, new Imm(0)).mov(R1, R10).alu(AluOp.ADD, R1, -8).mov(R2, 8);
          exitZero(b.callHelper(Helper.TRACE_PRINTK.number()));
        });
  }

  private static Stream<RuleCase> calls() {
    return Stream.of(
        new RuleCase(
            Rule.HELPER_UNKNOWN, 0, "invalid func unknown#9999", calling(9999), calling(TIME)),
        new RuleCase(
            Rule.HELPER_NOT_ALLOWED,
            0,
            "program of this type cannot use helper bpf_skb_load_bytes#26",
            calling(Helper.SKB_LOAD_BYTES.number()),
            calling(TIME)),
        new RuleCase(
            Rule.HELPER_GPL_ONLY,
            4,
            "cannot call GPL-restricted function from non-GPL compatible program",
            licensed(printing(), "Apache-2.0"),
            licensed(printing(), "Dual MIT/GPL")),
        new RuleCase(
            Rule.LEGACY_PACKET_LOAD,
            1,
            "at the time of BPF_LD_ABS|IND R6 != pointer to skb",
            packetLoad(b -> b.mov(R6, 0)),
            packetLoad(b -> b.mov(R6, R1))),
        new RuleCase(
            Rule.LEGACY_PACKET_LOAD,
            1,
            "BPF_LD_[ABS|IND] instructions not allowed for this program type",
            xdp(b -> b.mov(R6, R1).with(new PacketLoad(Size.B, null, 0)).exit()),
            packetLoad(b -> b.mov(R6, R1))));
  }

  private static ObjectSpec packetLoad(Consumer<CodeBuilder> before) {
    return socketFilter(before.andThen(b -> b.with(new PacketLoad(Size.B, null, 0)).exit()));
  }

  private static Stream<RuleCase> arguments() {
    return Stream.of(
        new RuleCase(
            Rule.HELPER_ARGUMENT,
            6,
            "R1 type=scalar expected=map_ptr",
            lookingUp(b -> b.loadImm64(R1, 0)),
            lookingUp(b -> b.loadMap(R1, "hash"))),
        new RuleCase(
            Rule.HELPER_MAP_TYPE,
            5,
            "cannot pass map_type 3 into func bpf_map_lookup_elem#1",
            socketFilter(
                b -> {
                  lookup(b, Objects618.PROGRAMS, 0);
                  exitZero(b);
                }),
            socketFilter(
                b -> {
                  lookup(b, Objects618.ARRAY, 0);
                  exitZero(b);
                })),
        new RuleCase(
            Rule.HELPER_MEMORY_SIZE,
            7,
            "R2 min value is negative, either use unsigned or 'var &= const'",
            comm(b -> b.mov(R2, R0).alu(AluOp.ADD, R2, 0).alu(AluOp.ADD, R2, 0)),
            comm(b -> b.mov(R2, R0).alu(AluOp.AND, R2, 7).alu(AluOp.ADD, R2, 1))));
  }

  private static ObjectSpec lookingUp(Consumer<CodeBuilder> map) {
    return socketFilter(
        b -> {
          b.store(Size.DW, R10, -8, new Imm(0)).mov(R2, R10).alu(AluOp.ADD, R2, -8).mov(R3, 0);
          map.accept(b);
          exitZero(b.callHelper(1));
        });
  }

  private static ObjectSpec comm(Consumer<CodeBuilder> size) {
    return tracepoint(
        b -> {
          b.callHelper(TIME).mov(R1, R10).alu(AluOp.ADD, R1, -16).mov(R3, 0);
          size.accept(b);
          exitZero(b.callHelper(Helper.GET_CURRENT_COMM.number()));
        });
  }

  private static Stream<RuleCase> references() {
    return Stream.of(
        new RuleCase(
            Rule.REFERENCE_LEAK,
            7,
            "BPF_EXIT instruction in main prog would lead to reference leak",
            reserving(b -> {}),
            reserving(b -> submit(b, 0))),
        new RuleCase(
            Rule.REFERENCE_STATE,
            9,
            "R1 must have zero offset when passed to release func or trusted arg to kfunc",
            reserving(b -> submit(b, 4)),
            reserving(b -> submit(b, 0))));
  }

  private static void submit(CodeBuilder b, int offset) {
    b.mov(R1, R0).alu(AluOp.ADD, R1, offset).mov(R2, 0);
    b.callHelper(Helper.RINGBUF_SUBMIT.number());
  }

  private static ObjectSpec reserving(Consumer<CodeBuilder> use) {
    return socketFilter(
        b -> {
          Label full = b.newLabel("full");
          b.loadMap(R1, "records").mov(R2, 8).mov(R3, 0);
          b.callHelper(Helper.RINGBUF_RESERVE.number());
          b.jump(JumpOp.JEQ, R0, 0, full);
          use.accept(b);
          b.bind(full);
          exitZero(b);
        });
  }
}
