package io.bpf4j.isa;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary instructions that carry no symbolic reference. */
public final class Instructions {
  private static final Arbitrary<Register> REGISTER = Arbitraries.of(Register.class);
  private static final Arbitrary<Short> OFFSET =
      Arbitraries.oneOf(
          Arbitraries.shorts(),
          Arbitraries.of((short) 0, (short) 1, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE));
  private static final Arbitrary<Integer> IMM =
      Arbitraries.oneOf(
          Arbitraries.integers(), Arbitraries.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
  private static final Arbitrary<Operand> OPERAND =
      Arbitraries.oneOf(REGISTER.map(r -> (Operand) r), IMM.map(Imm::new));
  private static final Arbitrary<Width> WIDTH = Arbitraries.of(Width.class);
  private static final Arbitrary<Size> SIZE = Arbitraries.of(Size.class);

  private Instructions() {}

  /**
   * Any instruction that can be constructed, but for {@link Raw}. Edge cases are among the fields'
   * values: those that jqwik would combine by itself are more than a property tries.
   */
  @SuppressWarnings("exports") // jqwik is the tests' own affair
  public static Arbitrary<Instruction> any() {
    Arbitrary<Instruction> all =
        Arbitraries.oneOf(
            List.of(
                alu(),
                byteSwap(),
                wide(),
                load(),
                store(),
                atomic(),
                jump(),
                goTo(),
                call(),
                Arbitraries.just(new Exit()),
                packetLoad(),
                OFFSET.map(MayGoto::new),
                Combinators.combine(REGISTER, REGISTER, IMM).as(AddrSpaceCast::new),
                REGISTER.map(IndirectGoto::new)));
    return all.withoutEdgeCases();
  }

  private static Arbitrary<Instruction> alu() {
    return Combinators.combine(Arbitraries.of(AluOp.class), WIDTH, REGISTER, REGISTER, OPERAND)
        .as(
            (op, width, dst, register, operand) -> {
              Operand src = op.isSignExtendingMove() ? register : operand;
              return new Alu(
                  op,
                  op == AluOp.MOVSX32 ? Width.W64 : width,
                  dst,
                  op == AluOp.NEG ? new Imm(0) : src);
            });
  }

  private static Arbitrary<Instruction> byteSwap() {
    return Combinators.combine(
            Arbitraries.of(ByteSwap.Order.class), Arbitraries.of(16, 32, 64), REGISTER)
        .as(ByteSwap::new);
  }

  private static Arbitrary<Instruction> wide() {
    Arbitrary<Imm64> value =
        Arbitraries.oneOf(
            Arbitraries.longs().map(Imm64.Number::new),
            IMM.map(Imm64.LocalFunction::new),
            Combinators.combine(Arbitraries.of(1, 2, 3, 5, 6), IMM, IMM).as(Imm64.Unresolved::new));
    return Combinators.combine(REGISTER, value).as(LoadImm64::new);
  }

  private static Arbitrary<Instruction> load() {
    return Combinators.combine(SIZE, Arbitraries.of(true, false), REGISTER, REGISTER, OFFSET)
        .as(
            (size, signed, dst, base, offset) ->
                new Load(size, signed && size != Size.DW, dst, base, offset));
  }

  private static Arbitrary<Instruction> store() {
    return Combinators.combine(SIZE, REGISTER, OFFSET, OPERAND).as(Store::new);
  }

  private static Arbitrary<Instruction> atomic() {
    return Combinators.combine(
            Arbitraries.of(AtomicOp.class), SIZE, REGISTER, OFFSET, Arbitraries.of(Register.class))
        .as(
            (op, size, base, offset, src) -> {
              boolean narrow = size.bytes() < 4 && !op.isOrderedAccess();
              return new Atomic(op, narrow ? Size.W : size, base, offset, src);
            });
  }

  private static Arbitrary<Instruction> jump() {
    return Combinators.combine(Arbitraries.of(JumpOp.class), WIDTH, REGISTER, OPERAND, OFFSET)
        .as(Jump::new);
  }

  private static Arbitrary<Instruction> goTo() {
    return Arbitraries.oneOf(
        OFFSET.map(offset -> new Goto(offset, false)), IMM.map(offset -> new Goto(offset, true)));
  }

  private static Arbitrary<Instruction> call() {
    Arbitrary<Callee> callee =
        Arbitraries.oneOf(
            IMM.map(Callee.Helper::new),
            IMM.map(Callee.Local::new),
            Combinators.combine(IMM, OFFSET).as(Callee.KfuncId::new));
    return callee.map(Call::new);
  }

  private static Arbitrary<Instruction> packetLoad() {
    return Combinators.combine(
            Arbitraries.of(Size.B, Size.H, Size.W), REGISTER.injectNull(0.3), IMM)
        .as(PacketLoad::new);
  }
}
