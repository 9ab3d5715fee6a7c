package io.bpf4j.spec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.kernel.ContextAccess;
import io.bpf4j.kernel.ContextLayout;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.loader.KernelVerdict;
import io.bpf4j.loader.LogLevel;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.generate.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every read and write of the context, at every offset and of every width, tried on the live kernel
 * and compared with the profile.
 */
@RequiresKernel
class ContextLayoutTest {
  private static final KernelProfile PROFILE = KernelProfile.builtIn("6.18");

  /** How the kernel's log names what a register holds. */
  private static final Map<String, ContextAccess> KINDS =
      Map.ofEntries(
          Map.entry("scalar", ContextAccess.SCALAR),
          Map.entry("pkt", ContextAccess.PACKET),
          Map.entry("pkt_end", ContextAccess.PACKET_END),
          Map.entry("pkt_meta", ContextAccess.PACKET_META),
          Map.entry("sock_common_or_null", ContextAccess.SOCK_COMMON_OR_NULL),
          Map.entry("sock_or_null", ContextAccess.SOCKET_OR_NULL),
          Map.entry("sock", ContextAccess.SOCKET),
          Map.entry("flow_keys", ContextAccess.FLOW_KEYS),
          Map.entry("tp_buffer", ContextAccess.TP_BUFFER),
          Map.entry("trusted_ptr_nf_hook_state", ContextAccess.BTF_POINTER),
          Map.entry("trusted_ptr_sk_buff", ContextAccess.BTF_POINTER));

  private final Probe probe = new Probe();

  @AfterEach
  void close() {
    probe.close();
  }

  static List<Variant> common() {
    return Variant.common();
  }

  static List<Variant> all() {
    return Variant.all();
  }

  @ParameterizedTest
  @MethodSource("common")
  void theProfileAnswersAsTheKernelDoes(Variant variant) {
    compare(variant);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("all")
  void theProfileAnswersAsTheKernelDoesForEveryType(Variant variant) {
    compare(variant);
  }

  @ParameterizedTest
  @MethodSource("common")
  void signExtendingReadsOfPointersAreRefused(Variant variant) {
    ContextLayout layout = layout(variant);
    for (int offset = 0; offset < Math.min(layout.size(), 256); offset += 4) {
      Load load = new Load(Size.W, true, Register.R6, Register.R1, (short) offset);
      KernelVerdict verdict = probe.ask(variant, program(variant, c -> c.with(load)));
      assertThat(verdict.accepted())
          .as("%s, offset %d: %s", variant, offset, verdict.reason())
          .isEqualTo(layout.access(offset, 4, false) == ContextAccess.SCALAR);
    }
  }

  private void compare(Variant variant) {
    List<String> differences = new ArrayList<>();
    int[] offsets = offsets(layout(variant).size()).toArray();
    for (Size size : Size.values()) {
      for (int offset : offsets) {
        compareRead(variant, size, offset, differences);
        compareWrite(variant, size, offset, differences);
      }
    }
    assertThat(differences).isEmpty();
  }

  private void compareRead(Variant variant, Size size, int offset, List<String> differences) {
    Code code = program(variant, c -> c.load(size, Register.R6, Register.R1, offset));
    KernelVerdict verdict = probe.ask(variant, code, "GPL", LogLevel.LEVEL2);
    ContextAccess kernel = verdict.accepted() ? kindOfR6(verdict.log()) : denied(verdict);
    note(variant, size, offset, false, kernel, differences);
  }

  private void compareWrite(Variant variant, Size size, int offset, List<String> differences) {
    Code code = program(variant, c -> c.store(size, Register.R1, offset, new Imm(0)));
    KernelVerdict verdict = probe.ask(variant, code);
    ContextAccess kernel = verdict.accepted() ? ContextAccess.SCALAR : denied(verdict);
    note(variant, size, offset, true, kernel, differences);
  }

  private void note(
      Variant variant,
      Size size,
      int offset,
      boolean write,
      ContextAccess kernel,
      List<String> differences) {
    ContextAccess profile = layout(variant).access(offset, size.bytes(), write);
    if (profile != kernel) {
      String what = write ? "write" : "read";
      differences.add(
          "%s of %d bytes at %d: kernel %s, profile %s"
              .formatted(what, size.bytes(), offset, kernel, profile));
    }
  }

  /** All around a small structure; samples of a large one. */
  private static IntStream offsets(int size) {
    if (size <= 512) {
      return IntStream.range(-16, size + 24);
    }
    IntStream ends = IntStream.concat(IntStream.range(-24, 96), IntStream.range(8152, 8216));
    IntStream farEnds =
        IntStream.concat(IntStream.range(-32768, -32752), IntStream.range(32744, 32768));
    return IntStream.concat(ends, farEnds);
  }

  private static ContextLayout layout(Variant variant) {
    return PROFILE.context(variant.type(), variant.attachType()).orElseThrow();
  }

  private static Code program(Variant variant, Consumer<CodeBuilder> access) {
    long result = PROFILE.returnRange(variant.type(), variant.attachType()).orElseThrow().least();
    int r0 = result == Long.MIN_VALUE ? 0 : (int) result;
    return Code.build(
        c -> {
          access.accept(c);
          c.mov(Register.R0, r0).exit();
        });
  }

  private static ContextAccess denied(KernelVerdict verdict) {
    assertThat(verdict.reason()).startsWith("invalid bpf_context access");
    return ContextAccess.DENIED;
  }

  /** The first state of R6 in a log: {@code R6_w=pkt(r=0)}, {@code R6=scalar()}. */
  private static ContextAccess kindOfR6(String log) {
    int at = log.indexOf("R6");
    String state = log.substring(log.indexOf('=', at) + 1);
    String kind = state.substring(0, state.indexOf('('));
    assertThat(KINDS).as(state.lines().findFirst().orElse("")).containsKey(kind);
    return KINDS.get(kind);
  }
}
