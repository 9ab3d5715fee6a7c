package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.ReturnKind;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a call leaves behind, tried on the live kernel: the value in R0, and which arguments' memory
 * counts as written.
 *
 * <p>The offline verifier is asked about the same programs. What the kernel knows is asked by a
 * branch to an invalid access: where the kernel knows that the branch is never taken, it accepts
 * the program.
 */
@RequiresKernel
class HelperEffectsTest {
  private static final int KNOWN = 42;

  private final Probe probe = new Probe();
  private final Comparison comparison = new Comparison(probe);

  @BeforeEach
  void createMaps() {
    Stage.createMaps(probe);
    KernelMaps.types().forEach(type -> probe.map(KernelMaps.spec(type)));
  }

  @AfterEach
  void close() {
    probe.close();
  }

  static List<Variant> common() {
    return Variant.common();
  }

  static List<Variant> types() {
    return Variant.types();
  }

  @ParameterizedTest
  @MethodSource("common")
  void memoryIsWrittenWhereThePrototypesSay(Variant variant) {
    compareWrites(variant);
    comparison.conclude();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("types")
  void memoryIsWrittenWhereThePrototypesSayForEveryType(Variant variant) {
    compareWrites(variant);
  }

  @ParameterizedTest
  @MethodSource("common")
  void resultsAreOfTheKindThatThePrototypesSay(Variant variant) {
    compareResults(variant);
    comparison.conclude();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("types")
  void resultsAreOfTheKindThatThePrototypesSayForEveryType(Variant variant) {
    compareResults(variant);
  }

  private void compareWrites(Variant variant) {
    List<String> differences = new ArrayList<>();
    for (Trial trial : Trial.all(variant)) {
      for (int i = 0; i < trial.offers().size(); i++) {
        if (trial.offers().get(i) == Offer.STACK) {
          compareWrite(trial, i, differences);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private void compareWrite(Trial trial, int index, List<String> differences) {
    Trial alone = trial;
    for (int i = 0; i < trial.offers().size(); i++) {
      if (i != index && trial.offers().get(i) == Offer.STACK) {
        alone = alone.with(i, Offer.MAP_VALUE);
      }
    }
    Code code =
        alone.program(
            c -> c.store(Size.DW, Register.R10, Stage.WRITTEN, new Imm(KNOWN)),
            c -> {
              c.load(Size.DW, Register.R1, Register.R10, Stage.WRITTEN);
              never(JumpOp.JNE, Register.R1, KNOWN, c);
            });
    KernelVerdict verdict = ask(alone, code);
    ArgumentKind kind = trial.helper().arguments().get(index).kind();
    if (Trial.taken(verdict) == kind.writes()) {
      differences.add(trial + ", argument " + (index + 1) + ": " + verdict.reason());
    }
  }

  private void compareResults(Variant variant) {
    List<String> differences = new ArrayList<>();
    for (Trial trial : Trial.all(variant)) {
      compareResult(trial).forEach(property -> differences.add(trial + ": " + property));
    }
    assertThat(differences).isEmpty();
  }

  /** The properties of the result in which kernel and prototype differ. */
  private List<String> compareResult(Trial trial) {
    ReturnKind kind = trial.helper().returns();
    Map<String, Boolean> differs = new LinkedHashMap<>();
    boolean isSet = holds(trial, c -> c.mov(Register.R1, Register.R0));
    differs.put("set", isSet != (kind != ReturnKind.VOID));
    differs.put("number", holds(trial, c -> c.alu(AluOp.AND, Register.R0, 1)) != isNumber(kind));
    if (isNumber(kind) && kind != ReturnKind.CPU_NUMBER) {
      boolean upToSize = holds(trial, HelperEffectsTest::upToEight);
      differs.put("size or error", upToSize != (kind == ReturnKind.SIZE_OR_ERROR));
    }
    if (isNumber(kind) && kind != ReturnKind.SIZE_OR_ERROR) {
      boolean small = holds(trial, c -> never(JumpOp.JGT, Register.R0, 0xffff, c));
      differs.put("number of a CPU", small != (kind == ReturnKind.CPU_NUMBER));
    }
    boolean readable = holds(trial, c -> c.load(Size.W, Register.R1, Register.R0, 0));
    differs.put("pointer", readable != isPointer(kind));
    boolean readableOrNull = holds(trial, HelperEffectsTest::readUnlessNull);
    differs.put("pointer or null", readableOrNull != (isPointer(kind) || isPointerOrNull(trial)));
    return differs.keySet().stream().filter(differs::get).toList();
  }

  private boolean holds(Trial trial, Consumer<CodeBuilder> use) {
    return Trial.taken(ask(trial, trial.program(c -> {}, use)));
  }

  /** Asks the kernel, and the offline verifier too where it knows the program type. */
  private KernelVerdict ask(Trial trial, Code code) {
    if (Variant.common().contains(trial.variant())) {
      trial.refreshMap(probe);
      comparison.of(trial.toString(), trial.variant(), code);
    }
    return trial.ask(probe, code);
  }

  private static boolean isNumber(ReturnKind kind) {
    return switch (kind) {
      case INTEGER, SIZE_OR_ERROR, CPU_NUMBER -> true;
      default -> false;
    };
  }

  private static boolean isPointer(ReturnKind kind) {
    return kind == ReturnKind.MAP_VALUE || kind == ReturnKind.BTF_ID;
  }

  /** Values of maps of maps and of socket maps cannot be read; the test uses none of those. */
  private static boolean isPointerOrNull(Trial trial) {
    return switch (trial.helper().returns()) {
      case MAP_VALUE_OR_NULL,
          RINGBUF_MEM_OR_NULL,
          SOCKET_OR_NULL,
          SOCK_COMMON_OR_NULL,
          TCP_SOCK_OR_NULL ->
          true;
      default -> false;
    };
  }

  private static void upToEight(CodeBuilder c) {
    never(JumpOp.JSGT, Register.R0, 8, c);
    never(JumpOp.JSLT, Register.R0, -4095, c);
  }

  private static void readUnlessNull(CodeBuilder c) {
    Label isNull = c.newLabel("isNull");
    c.jump(JumpOp.JEQ, Register.R0, 0, isNull);
    c.load(Size.W, Register.R1, Register.R0, 0);
    c.bind(isNull);
  }

  /** A branch that the kernel may only accept where it knows that it is not taken. */
  private static void never(JumpOp op, Register register, int value, CodeBuilder c) {
    Label fine = c.newLabel("fine");
    Label bad = c.newLabel("bad");
    c.jump(op, register, value, bad).goTo(fine);
    c.bind(bad).mov(Register.R2, 0).load(Size.DW, Register.R2, Register.R2, 0);
    c.bind(fine);
  }
}
