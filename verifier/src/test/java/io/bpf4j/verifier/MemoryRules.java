package io.bpf4j.verifier;

import static io.bpf4j.isa.Register.R0;
import static io.bpf4j.isa.Register.R1;
import static io.bpf4j.isa.Register.R10;
import static io.bpf4j.isa.Register.R2;
import static io.bpf4j.isa.Register.R3;
import static io.bpf4j.verifier.Objects618.exitZero;
import static io.bpf4j.verifier.Objects618.lookup;
import static io.bpf4j.verifier.Objects618.socketFilter;
import static io.bpf4j.verifier.Objects618.xdp;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.rule.Rule;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Accesses to the stack, the packet, map values, records and the context. */
final class MemoryRules {
  private static final int RESERVE = 131;
  private static final int SUBMIT = 132;

  private MemoryRules() {}

  static Stream<RuleCase> cases() {
    return Stream.concat(stack(), Stream.concat(regions(), context()));
  }

  private static ObjectSpec storing(Size size, int offset, Register value) {
    return socketFilter(
        b -> {
          b.mov(R0, 0).store(size, R10, offset, value);
          exitZero(b);
        });
  }

  private static Stream<RuleCase> stack() {
    return Stream.of(
        new RuleCase(
            Rule.STACK_BOUNDS,
            1,
            "invalid write to stack R10 off=-520 size=8",
            storing(Size.DW, -520, R0),
            storing(Size.DW, -512, R0)),
        new RuleCase(
            Rule.STACK_ALIGNMENT,
            1,
            "misaligned stack access off 0+0+-12 size 8",
            storing(Size.DW, -12, R0),
            storing(Size.DW, -16, R0)),
        new RuleCase(
            Rule.STACK_SPILL,
            1,
            "invalid size of register spill",
            storing(Size.W, -8, R1),
            storing(Size.DW, -8, R1)));
  }

  private static Stream<RuleCase> regions() {
    return Stream.of(
        new RuleCase(
            Rule.MEMORY_ACCESS_TYPE,
            1,
            "R2 invalid mem access 'scalar'",
            socketFilter(b -> b.mov(R2, 64).load(Size.DW, R0, R2, -8).exit()),
            socketFilter(b -> b.mov(R2, R10).load(Size.DW, R0, R2, -8).exit())),
        new RuleCase(
            Rule.NULL_DEREFERENCE,
            6,
            "R0 invalid mem access 'map_value_or_null'",
            value(Objects618.HASH, false, b -> b.load(Size.DW, R0, R0, 8)),
            value(Objects618.HASH, true, b -> b.load(Size.DW, R0, R0, 8))),
        new RuleCase(
            Rule.MAP_VALUE_BOUNDS,
            7,
            "invalid access to map value, value_size=16 off=12 size=8",
            value(Objects618.HASH, true, b -> b.load(Size.DW, R0, R0, 12)),
            value(Objects618.HASH, true, b -> b.load(Size.W, R0, R0, 12))),
        new RuleCase(
            Rule.MAP_ACCESS_RIGHTS,
            7,
            "write into map forbidden, value_size=16 off=0 size=8",
            value(Objects618.READ_ONLY, true, b -> b.store(Size.DW, R0, 0, new Imm(1))),
            value(Objects618.ARRAY, true, b -> b.store(Size.DW, R0, 0, new Imm(1)))),
        new RuleCase(
            Rule.MEMORY_BOUNDS,
            6,
            "invalid access to memory, mem_size=8 off=4 size=8",
            record(Size.DW, 4),
            record(Size.W, 4)),
        new RuleCase(
            Rule.PACKET_BOUNDS,
            5,
            "invalid access to packet, off=12 size=4, R2(id=0,off=12,r=14)",
            packet(Size.W),
            packet(Size.H)));
  }

  /** Looks key 9 up, checks for null or does not, then does something with the value. */
  private static ObjectSpec value(MapSpec map, boolean checks, Consumer<CodeBuilder> use) {
    return socketFilter(
        b -> {
          Label absent = b.newLabel("absent");
          lookup(b, map, 9);
          if (checks) {
            b.jump(JumpOp.JEQ, R0, 0, absent);
          }
          use.accept(b);
          b.bind(absent);
          exitZero(b);
        });
  }

  private static ObjectSpec record(Size size, int offset) {
    return socketFilter(
        b -> {
          Label full = b.newLabel("full");
          b.loadMap(R1, "records").mov(R2, 8).mov(R3, 0).callHelper(RESERVE);
          b.jump(JumpOp.JEQ, R0, 0, full);
          b.store(size, R0, offset, new Imm(1));
          b.mov(R1, R0).mov(R2, 0).callHelper(SUBMIT).bind(full);
          exitZero(b);
        });
  }

  /** Proves 14 bytes of the packet, reads from byte 12 on. */
  private static ObjectSpec packet(Size size) {
    return xdp(
        b -> {
          Label tooShort = b.newLabel("short");
          b.load(Size.W, R2, R1, 0).load(Size.W, R3, R1, 4);
          b.mov(R0, R2).alu(AluOp.ADD, R0, 14);
          b.jump(JumpOp.JGT, R0, R3, tooShort);
          b.load(size, R0, R2, 12).bind(tooShort);
          exitZero(b);
        });
  }

  private static Stream<RuleCase> context() {
    return Stream.of(
        new RuleCase(
            Rule.CONTEXT_ACCESS,
            0,
            "invalid bpf_context access off=100 size=4",
            xdp(b -> b.load(Size.W, R0, R1, 100).exit()),
            xdp(b -> b.load(Size.W, R0, R1, 12).exit())),
        new RuleCase(
            Rule.CONTEXT_OFFSET,
            2,
            "dereference of modified ctx ptr R3 off=4 disallowed",
            xdp(b -> b.mov(R3, R1).alu(AluOp.ADD, R3, 4).load(Size.W, R0, R3, 8).exit()),
            xdp(b -> b.mov(R3, R1).alu(AluOp.ADD, R3, 0).load(Size.W, R0, R3, 12).exit())),
        new RuleCase(
            Rule.ATOMIC_ACCESS,
            2,
            "BPF_ATOMIC stores into R1 ctx is not allowed",
            atomicAdd(R1, 12),
            atomicAdd(R10, -8)),
        new RuleCase(
            Rule.POINTER_TYPE_CONFLICT,
            9,
            "same insn cannot be used with different pointers",
            twoPointers(R1),
            twoPointers(R10)),
        new RuleCase(
            Rule.OBJECT_ACCESS,
            4,
            "R2 invalid sock_common access off=8 size=4",
            socketField(8),
            socketField(4)),
        new RuleCase(
            Rule.PACKET_WRITE,
            5,
            "cannot write into packet",
            packetByte(ProgramType.CGROUP_SKB),
            packetByte(ProgramType.SCHED_CLS)));
  }

  /** Reads a field of the packet's socket, of which only the common part is seen. */
  private static ObjectSpec socketField(int offset) {
    return Objects618.of(
        ProgramType.SCHED_CLS,
        b -> {
          Label none = b.newLabel("none");
          b.mov(R0, 0).load(Size.DW, R2, R1, 168).jump(JumpOp.JEQ, R2, 0, none).mov(R0, 0);
          b.load(Size.W, R0, R2, offset).bind(none).exit();
        });
  }

  /** Writes the packet's first byte. */
  private static ObjectSpec packetByte(ProgramType type) {
    return Objects618.of(
        type,
        b -> {
          Label none = b.newLabel("none");
          b.load(Size.W, R2, R1, 76).load(Size.W, R3, R1, 80).mov(R0, R2);
          b.alu(AluOp.ADD, R0, 1).jump(JumpOp.JGT, R0, R3, none);
          b.store(Size.B, R2, 0, new Imm(1)).bind(none);
          exitZero(b);
        });
  }

  private static ObjectSpec atomicAdd(Register base, int offset) {
    return xdp(
        b -> {
          b.mov(R2, 1).store(Size.DW, R10, -8, new Imm(0));
          b.with(new Atomic(AtomicOp.ADD, Size.W, base, (short) offset, R2));
          exitZero(b);
        });
  }

  /** Reads four bytes at 12 from one pointer or another. */
  private static ObjectSpec twoPointers(Register other) {
    return xdp(
        b -> {
          Label one = b.newLabel("one");
          Label both = b.newLabel("both");
          b.load(Size.W, R2, R1, 12);
          b.jump(JumpOp.JEQ, R2, 7, one);
          b.mov(R3, R10).alu(AluOp.ADD, R3, -24).goTo(both);
          b.bind(one).mov(R3, other);
          b.alu(AluOp.ADD, R3, other == R10 ? -32 : 0);
          b.mov(R0, 0).goTo(both);
          b.bind(both).load(Size.W, R0, R3, 12).exit();
        });
  }
}
