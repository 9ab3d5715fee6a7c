package io.bpf4j.spec.asm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.asm.Assembler;
import io.bpf4j.asm.Disassembler;
import io.bpf4j.asm.LlvmSyntax;
import io.bpf4j.elf.ObjectListing;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.isa.Code;
import io.bpf4j.spec.ClangPrograms;
import io.bpf4j.spec.ClangPrograms.Variant;
import io.bpf4j.spec.RequiresTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clang compiles from C is listed as {@code llvm-objdump -d} of LLVM 19 lists it, to the
 * letter: section headers, symbols, pc, raw bytes, instructions, branch targets; with and without a
 * CPU level ({@code --mcpu=}), in hexadecimal and in decimal ({@code --no-print-imm-hex}). LLVM's
 * listing is assembled to the same bytes again, and so are our symbolic ones, which show no bytes.
 */
@RequiresTools({"clang", "clang-19", "llvm-objdump-19"})
class ClangListingsTest {
  @TempDir private Path directory;

  static List<Variant> variants() {
    return ClangPrograms.variants();
  }

  @Test
  void thereAreManyObjects() {
    int objects = variants().stream().mapToInt(v -> ClangPrograms.sources(v).size()).sum();
    assertThat(objects).isGreaterThanOrEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("variants")
  @Tag("slow")
  void listsAsLlvmDoes(Variant variant) throws IOException {
    lists(variant, ClangPrograms.sources(variant));
  }

  static Stream<Variant> newest() {
    return Stream.of("bpfel", "bpfeb").map(target -> new Variant("clang-19", 4, target));
  }

  @ParameterizedTest
  @MethodSource("newest")
  void listsSomeAsLlvmDoes(Variant variant) throws IOException {
    List<Path> sources = ClangPrograms.sources(variant);
    lists(variant, IntStream.range(0, 4).mapToObj(i -> sources.get(i * 7)).toList());
  }

  private void lists(Variant variant, List<Path> sources) throws IOException {
    List<Path> objects = compile(variant, sources);
    for (boolean hexadecimal : new boolean[] {true, false}) {
      for (String level : new String[] {"", "--mcpu=v" + variant.level()}) {
        boolean alu32 = !level.isEmpty() && variant.level() >= 3;
        LlvmSyntax syntax = new LlvmSyntax(hexadecimal, alu32);
        StringBuilder ours = new StringBuilder();
        for (Path object : objects) {
          String listing =
              ObjectListing.of(Files.readAllBytes(object), object.getFileName().toString(), syntax);
          readsBack(listing, object);
          ours.append(listing);
        }
        assertThat(ours.toString().split("\n")).isEqualTo(theirs(objects, hexadecimal, level));
      }
    }
    for (Path object : objects) {
      symbolicTextReadsBack(object);
    }
  }

  private List<Path> compile(Variant variant, List<Path> sources) {
    // Two at a time: the compiler is most of the test.
    int half = sources.size() / 2;
    return Stream.of(sources.subList(0, half), sources.subList(half, sources.size()))
        .parallel()
        .map(part -> ClangPrograms.compile(variant, part, directory))
        .flatMap(List::stream)
        .toList();
  }

  private String[] theirs(List<Path> objects, boolean hexadecimal, String level) {
    List<String> command = new ArrayList<>(List.of("llvm-objdump-19", "-d"));
    if (!hexadecimal) {
      command.add("--no-print-imm-hex");
    }
    if (!level.isEmpty()) {
      command.add(level);
    }
    objects.forEach(object -> command.add(object.getFileName().toString()));
    return ClangPrograms.run(command, directory).split("\n");
  }

  private static void readsBack(String listing, Path object) throws IOException {
    ElfFile elf = ElfFile.read(Files.readAllBytes(object));
    Map<String, Code> read = Assembler.listing(listing, elf.byteOrder());
    for (ElfSection section : code(elf)) {
      Code code = read.remove(section.name());
      assertThat(code.encode(elf.byteOrder())).as(section.name()).isEqualTo(section.bytes());
    }
    assertThat(read).isEmpty();
  }

  private static void symbolicTextReadsBack(Path object) throws IOException {
    ElfFile elf = ElfFile.read(Files.readAllBytes(object));
    for (ElfSection section : code(elf)) {
      Code code = Code.decode(section.bytes(), elf.byteOrder());
      for (Disassembler syntax : List.of(Disassembler.llvm(), Disassembler.kernel())) {
        String text = syntax.listing(code, new TreeMap<>());
        byte[] bytes = Assembler.code(text).encode(elf.byteOrder());
        assertThat(bytes).as(text).isEqualTo(section.bytes());
      }
    }
  }

  private static List<ElfSection> code(ElfFile elf) {
    List<ElfSection> out = elf.sections().stream().filter(s -> s.isCode() && s.size() > 0).toList();
    assertThat(out).isNotEmpty();
    return out;
  }
}
