package io.bpf4j.spec.btf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.btf.BtfType.Kind;
import io.bpf4j.btf.Layouts;
import io.bpf4j.btf.StructLayout;
import io.bpf4j.btf.dump.CDump;
import io.bpf4j.btf.dump.RawDump;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.spec.elf.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running kernel's types as text, against bpftool, clang and pahole. */
@Tag("slow")
@RequiresKernel
@RequiresTools({"clang", "bpftool", "pahole"})
class KernelDeclarationsTest {
  private static final String VMLINUX = "/sys/kernel/btf/vmlinux";

  private static Btf kernel;
  private static String header;

  @TempDir Path directory;

  @BeforeAll
  static void dump() throws Exception {
    kernel = Btf.decode(Files.readAllBytes(Path.of(VMLINUX)));
    header = CDump.of(kernel).text();
  }

  private Path compile(String source) throws Exception {
    Files.writeString(directory.resolve("vmlinux.h"), header);
    Path file = Files.writeString(directory.resolve("types.c"), source);
    Path object = directory.resolve("types.o");
    Tool.quietly("clang", "-target", "bpf", "-g", "-c", file.toString(), "-o", object.toString());
    return object;
  }

  /** Structs whose name no other type shares, so that the header has it unchanged. */
  private static boolean isUnambiguous(String name) {
    return Arrays.stream(kernel.ids(name))
            .filter(id -> kernel.kind(id) != Kind.FWD)
            .filter(id -> kernel.type(id) instanceof BtfType.Struct || isEnum(id))
            .count()
        == 1;
  }

  private static boolean isEnum(int id) {
    return kernel.kind(id) == Kind.ENUM || kernel.kind(id) == Kind.ENUM64;
  }

  @Test
  void theListingIsBpftools() {
    String theirs = Tool.quietly("bpftool", "btf", "dump", "file", VMLINUX, "format", "raw");
    assertThat(RawDump.of(kernel).text().equals(theirs)).isTrue();
  }

  @Test
  void clangLaysStructsOutAsPaholeSays() throws Exception {
    // It complains of kinds of types that are newer than it is, and prints all structs.
    String listing = Tool.run("pahole", "-F", "btf", VMLINUX).output();
    List<PaholeStructs.PaholeStruct> structs =
        PaholeStructs.parse(listing).stream().filter(s -> isUnambiguous(s.name())).toList();
    StringBuilder source = new StringBuilder("#include \"vmlinux.h\"\n");
    int offsets = 0;
    for (PaholeStructs.PaholeStruct struct : structs) {
      String tag = "struct " + struct.name();
      source.append("_Static_assert(sizeof(%s) == %d, \"\");\n".formatted(tag, struct.size()));
      for (PaholeStructs.Member member : struct.members()) {
        source.append(
            "_Static_assert(__builtin_offsetof(%s, %s) == %d, \"\");\n"
                .formatted(tag, member.name(), member.offset()));
        offsets++;
      }
    }
    compile(source.toString());
    System.out.println(structs.size() + " structs, " + offsets + " offsets are as pahole says");
    assertThat(structs).hasSizeGreaterThan(5_000);
    assertThat(offsets).isGreaterThan(30_000);
  }

  @Test
  void clangPutsBitFieldsWhereBtfSays() throws Exception {
    StringBuilder source = new StringBuilder("#include \"vmlinux.h\"\n");
    List<Integer> structs =
        IntStream.rangeClosed(1, kernel.count())
            .filter(id -> kernel.type(id) instanceof BtfType.Struct)
            .filter(KernelDeclarationsTest::hasBitFields)
            .filter(id -> !kernel.name(id).isEmpty() && isUnambiguous(kernel.name(id)))
            .boxed()
            .toList();
    for (int id : structs) {
      String keyword = kernel.kind(id) == Kind.UNION ? "union" : "struct";
      source.append("%s %s v%d;\n".formatted(keyword, kernel.name(id), id));
    }
    Btf compiled = ObjectReader.read(compile(source.toString())).btf();
    Layouts theirs = new Layouts(compiled);
    Layouts ours = new Layouts(kernel);
    int bitFields = 0;
    for (int id : structs) {
      int its = compiled.findId(kernel.kind(id), kernel.name(id));
      assertThat(its).as(kernel.name(id)).isPositive();
      List<String> fields = fields(ours.layout(id));
      assertThat(fields(theirs.layout(its))).as(kernel.name(id)).isEqualTo(fields);
      bitFields += (int) ours.layout(id).fields().stream().filter(f -> f.bitField()).count();
    }
    System.out.println(structs.size() + " structs and unions, " + bitFields + " bit fields");
    assertThat(structs).hasSizeGreaterThan(200);
    assertThat(bitFields).isGreaterThan(500);
  }

  private static boolean hasBitFields(int id) {
    return ((BtfType.Struct) kernel.type(id))
        .members().stream().anyMatch(m -> m.bitFieldSize() > 0);
  }

  /** Size and fields as text; without types, whose ids differ, and without padding. */
  private static List<String> fields(StructLayout layout) {
    List<String> fields = new ArrayList<>(List.of("size " + layout.size()));
    for (StructLayout.Field f : layout.fields()) {
      if (!f.name().startsWith("__padding")) {
        fields.add(f.name() + ' ' + f.bitOffset() + ' ' + f.bits() + ' ' + f.bitField());
      }
    }
    return fields;
  }
}
