package io.bpf4j.spec.kernel;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import io.bpf4j.uapi.Helper;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The offline verifier and the live kernel on accesses at the edges of memory: loads, stores and
 * helpers, at constant and at varying distances from stack, map value and packet.
 */
@RequiresKernel
@Tag("slow")
class OfflineMemoryTest {
  private static final int[] OFFSETS = {
    -520, -513, -512, -508, -65, -64, -9, -8, -7, -4, -1, 0, 1, 2, 4, 8, 48, 56, 57, 60, 63, 64
  };
  private static final int[] SIZES = {0, 1, 2, 7, 8, 9, 64, 65};

  /** The varying part of the distance: {@code number & mask}; -1 leaves the number as it is. */
  private static final int[] MASKS = {0, 1, 7, 8, 56, 63, -1};

  private final Probe probe = new Probe();
  private final Comparison comparison = new Comparison(probe);
  private final Variant variant = Variant.common().get(0);

  @BeforeEach
  void createMaps() {
    Stage.createMaps(probe);
  }

  @AfterEach
  void close() {
    probe.close();
  }

  /** What the pointer points to. */
  enum Base {
    STACK,
    MAP_VALUE,
    READ_ONLY_MAP_VALUE,
    PACKET;

    private void into(Register register, CodeBuilder c) {
      if (this == STACK) {
        c.mov(register, Register.R10);
      } else {
        Offer.valueOf(name()).into(register, c);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreeOnLoads(Base base) {
    for (Size size : Size.values()) {
      everywhere("load of " + size, base, c -> c.load(size, Register.R2, Register.R1, 0));
    }
    comparison.conclude();
  }

  @ParameterizedTest
  @EnumSource
  void agreeOnStores(Base base) {
    for (Size size : Size.values()) {
      everywhere("store of " + size, base, c -> c.store(size, Register.R1, 0, new Imm(1)));
    }
    comparison.conclude();
  }

  @ParameterizedTest
  @EnumSource
  void agreeOnHelpersThatRead(Base base) {
    for (int size : SIZES) {
      everywhere("checksum of " + size, base, c -> checksum(c, c2 -> c2.mov(Register.R2, size)));
    }
    everywhere("checksum of up to 8", base, c -> checksum(c, OfflineMemoryTest::upToEight));
    comparison.conclude();
  }

  @ParameterizedTest
  @EnumSource
  void agreeOnHelpersThatWrite(Base base) {
    for (int size : SIZES) {
      everywhere("read into " + size, base, c -> readInto(c, c2 -> c2.mov(Register.R2, size)));
    }
    everywhere("read into up to 8", base, c -> readInto(c, OfflineMemoryTest::upToEight));
    comparison.conclude();
  }

  /** R1 is the pointer. */
  private void everywhere(String what, Base base, Consumer<CodeBuilder> access) {
    for (int offset : OFFSETS) {
      for (int mask : MASKS) {
        Code code =
            Code.build(
                c -> {
                  Stage.open(variant, c);
                  base.into(Register.R1, c);
                  c.alu(AluOp.ADD, Register.R1, offset);
                  if (mask != 0) {
                    c.mov(Register.R3, Stage.NUMBER).alu(AluOp.AND, Register.R3, mask);
                    c.alu(AluOp.ADD, Register.R1, Register.R3);
                  }
                  access.accept(c);
                  Stage.close(c);
                });
        comparison.of(
            "%s at %s %d + number & %d".formatted(what, base, offset, mask), variant, code);
      }
    }
  }

  private static void upToEight(CodeBuilder c) {
    c.mov(Register.R2, Stage.NUMBER).alu(AluOp.AND, Register.R2, 7);
    c.alu(AluOp.ADD, Register.R2, 1);
  }

  private static void checksum(CodeBuilder c, Consumer<CodeBuilder> size) {
    size.accept(c);
    c.mov(Register.R3, 0).mov(Register.R4, 0).mov(Register.R5, 0);
    c.callHelper(Helper.CSUM_DIFF.number());
  }

  private static void readInto(CodeBuilder c, Consumer<CodeBuilder> size) {
    size.accept(c);
    c.mov(Register.R3, 0).callHelper(Helper.PROBE_READ_KERNEL.number());
  }
}
