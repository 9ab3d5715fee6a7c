package io.bpf4j.spec.asm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Assembler;
import io.bpf4j.asm.Disassembler;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Size;
import io.bpf4j.spec.InstalledTools;
import io.bpf4j.spec.RequiresTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clang compiles from the sources beside this test, at every CPU level, in both byte orders
 * and at two levels of optimisation, is disassembled as {@code llvm-objdump -d} of the same LLVM
 * does, and assembled again to the same bytes. Numbers are compared in decimal, which LLVM 19 is
 * asked for and LLVM 14 has by itself; that LLVM 19's hexadecimal listing reads back is tested too.
 * The place in angle brackets at the end of a line is the listing's own and not compared. LLVM
 * shows fetching 32-bit atomics only when told a CPU level, else as unknown or as a plain addition:
 * what is compared for them is LLVM 19's line with {@code --mcpu=v3}.
 */
@RequiresTools({"clang-14", "clang-19", "llvm-objdump-14", "llvm-objdump-19"})
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClangListingsTest {
  private static final String RESOURCES = "/io/bpf4j/spec/asm/";
  private static final List<String> SOURCES =
      List.of(
          "arithmetic",
          "atomics",
          "branches",
          "bytes",
          "calls",
          "divide",
          "globals",
          "loops",
          "maps",
          "packet",
          "stack",
          "switches",
          "wide");

  @TempDir private static Path directory;

  private int compared;

  /** One way to compile; level v4 came with LLVM 18. */
  record Variant(String source, int llvm, String level, String target, String optimise) {
    String mnemonic() {
      return source + "-" + llvm + "-" + level + "-" + target + optimise;
    }
  }

  static Stream<Variant> variants() {
    List<Variant> out = new ArrayList<>();
    for (String source : SOURCES) {
      for (int llvm : new int[] {14, 19}) {
        for (String level : llvm == 14 ? List.of("v1", "v2", "v3") : levels()) {
          for (String target : List.of("bpfel", "bpfeb")) {
            out.add(new Variant(source, llvm, level, target, "-O1"));
            out.add(new Variant(source, llvm, level, target, "-O2"));
          }
        }
      }
    }
    return out.stream();
  }

  private static List<String> levels() {
    return List.of("v1", "v2", "v3", "v4");
  }

  @AfterAll
  void comparedAll() {
    assertThat(compared).isGreaterThanOrEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void listsAsLlvmDoesAndReadsBack(Variant variant) throws IOException {
    Path object = compile(variant);
    String objdump = "llvm-objdump-" + variant.llvm;
    Map<String, List<String>> theirs = listing(objdump, object, "--no-print-imm-hex");
    Map<String, List<String>> atLevel =
        listing("llvm-objdump-19", object, "--no-print-imm-hex", "--mcpu=v3");
    Map<String, List<String>> hexadecimal = listing(objdump, object);
    ElfFile elf = ElfFile.read(Files.readAllBytes(object));
    int sections = 0;
    for (ElfSection section : elf.sections()) {
      if (!section.isCode() || section.size() == 0) {
        continue;
      }
      byte[] bytes = section.bytes();
      Code code = Code.decode(bytes, elf.byteOrder());
      List<Disassembler.Line> ours = Disassembler.llvm().lines(code);
      List<String> expected = theirs.get(section.name());
      List<String> fallback = atLevel.get(section.name());
      assertThat(ours).hasSameSizeAs(expected);
      for (int i = 0; i < ours.size(); i++) {
        boolean needsLevel =
            ours.get(i).instruction() instanceof Atomic atomic
                && atomic.size() == Size.W
                && atomic.op() != AtomicOp.ADD;
        String wanted = needsLevel ? fallback.get(i) : expected.get(i);
        assertThat(withoutPlace(ours.get(i).text())).isEqualTo(wanted);
      }
      readsBack(Disassembler.llvm(), code, bytes, elf.byteOrder());
      readsBack(Disassembler.kernel(), code, bytes, elf.byteOrder());
      readsHexadecimal(hexadecimal.get(section.name()), ours);
      sections++;
    }
    assertThat(theirs).hasSize(sections);
    assertThat(sections).isPositive();
    compared++;
  }

  private static void readsBack(
      Disassembler disassembler, Code code, byte[] bytes, ByteOrder order) {
    String listing = disassembler.listing(code, new TreeMap<>());
    assertThat(Assembler.code(listing).encode(order)).as(listing).isEqualTo(bytes);
  }

  /** Line by line; not calls, whose number alone does not say whom they call, nor atomics. */
  private static void readsHexadecimal(List<String> theirs, List<Disassembler.Line> ours) {
    for (int i = 0; i < ours.size(); i++) {
      String text = theirs.get(i);
      boolean shown = !(ours.get(i).instruction() instanceof Atomic);
      if (!text.startsWith("call ") && shown) {
        assertThat(Assembler.code(text).instructions())
            .as(text)
            .containsExactly(ours.get(i).instruction());
      }
    }
  }

  private static String withoutPlace(String line) {
    return line.replaceFirst(" <[^<>]*>$", "");
  }

  /** The instructions of each section, trimmed and without the place that they refer to. */
  private static Map<String, List<String>> listing(String tool, Path object, String... options) {
    List<String> command = new ArrayList<>(List.of(tool, "-d", "--no-show-raw-insn"));
    command.addAll(List.of(options));
    command.add(object.toString());
    Map<String, List<String>> out = new TreeMap<>();
    List<String> section = new ArrayList<>();
    for (String line : run(command).split("\n")) {
      if (line.startsWith("Disassembly of section ")) {
        String name = line.substring("Disassembly of section ".length(), line.length() - 1);
        section = out.computeIfAbsent(name, n -> new ArrayList<>());
      } else if (line.matches("\\s+\\d+:\\s.*")) {
        String text = line.replaceFirst("^\\s+\\d+:\\s+", "").replace('\t', ' ').strip();
        section.add(text.startsWith("<") ? text : withoutPlace(text));
      }
    }
    return out;
  }

  private static Path compile(Variant variant) throws IOException {
    Path source = copy(variant.source + ".c");
    copy("common.h");
    Path object = directory.resolve(variant.mnemonic() + ".o");
    List<String> command =
        new ArrayList<>(
            List.of(
                "clang-" + variant.llvm,
                "-target",
                variant.target,
                "-mcpu=" + variant.level,
                variant.optimise,
                "-Werror",
                "-c",
                source.toString(),
                "-o",
                object.toString()));
    if (variant.level.compareTo("v3") >= 0) {
      command.add("-DFETCHES");
    }
    if (variant.level.equals("v4")) {
      command.add("-DSIGNED");
    }
    // Other constants, so that the two levels of optimisation differ in more than order.
    command.add("-DSCALE=" + (variant.optimise.equals("-O1") ? 3 : 5));
    run(command);
    return object;
  }

  private static Path copy(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      try (InputStream in = ClangListingsTest.class.getResourceAsStream(RESOURCES + name)) {
        Files.write(file, in.readAllBytes());
      }
    }
    return file;
  }

  private static String run(List<String> command) {
    try {
      List<String> installed = new ArrayList<>(command);
      installed.set(0, InstalledTools.find(command.get(0)).orElseThrow().toString());
      Process process = new ProcessBuilder(installed).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }
}
