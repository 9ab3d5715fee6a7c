package io.bpf4j.spec.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Label;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.SourceLine;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import io.bpf4j.spec.RequiresKernel;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.uapi.MapType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we wrote, in the hands of binutils, LLVM, bpftool and libbpf. */
@RequiresTools({"clang", "readelf", "llvm-objdump", "bpftool", "unshare", "mount"})
class LoadedByLibbpfTest {
  private static final int LOOKUP = 1;

  /** A counter by protocol, with its Java lines; without the null check the kernel refuses it. */
  private static ObjectSpec counter(boolean nullCheck) {
    Code code =
        Code.build(
            c -> {
              c.with(line(40, "var key = xdp.local(U32);"));
              c.with(new io.bpf4j.isa.Store(Size.W, Register.R10, (short) -4, imm(1)));
              c.with(line(41, "var hits = counts.lookup(key);"));
              c.mov(Register.R2, Register.R10).alu(AluOp.ADD, Register.R2, -4);
              c.loadMap(Register.R1, "counts").callHelper(LOOKUP);
              Label out = c.newLabel("out");
              if (nullCheck) {
                c.jump(JumpOp.JEQ, Register.R0, 0, out);
              }
              c.with(line(42, "hits.add(twice(1));"));
              c.mov(Register.R6, Register.R0).mov(Register.R1, 1).callSubprogram("twice");
              c.store(Size.DW, Register.R6, 0, Register.R0);
              c.bind(out);
              c.with(line(43, "xdp.ret(XDP_PASS);"));
              c.mov(Register.R0, 2).exit();
            });
    Code twice =
        Code.build(
            c -> {
              c.with(line(50, "return a.plus(a);"));
              c.mov(Register.R0, Register.R1).alu(AluOp.ADD, Register.R0, Register.R1).exit();
            });
    return new ObjectSpec(
        "counter",
        ByteOrder.nativeOrder(),
        "GPL",
        List.of(ProgramSpec.of("count", "xdp", ProgramType.XDP, code)),
        List.of(new SubprogramSpec("twice", ".text", Linkage.STATIC, twice, 0, List.of())),
        List.of(MapSpec.of("counts", MapType.ARRAY, 4, 8, 16)),
        Btf.EMPTY,
        List.of());
  }

  private static io.bpf4j.isa.Operand imm(int value) {
    return new io.bpf4j.isa.Imm(value);
  }

  private static SourceLine line(int line, String text) {
    return new SourceLine("Counter.java", line, 7, text);
  }

  static List<ClangObject> objects() throws Exception {
    return ClangObject.all().stream()
        // Symbols that kernels of other builds lack: loading says nothing of the file.
        .filter(o -> !o.name().equals("externs"))
        .filter(o -> o.bigEndian() == (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN))
        .toList();
  }

  @Test
  @RequiresKernel
  void anObjectOfOursIsReadAndLoadedWithoutAWarning(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("counter.bpf.o");
    ObjectWriter.write(counter(true), file);
    Libbpf.readByAll(file);
    Tool.Result loaded = Libbpf.load(file, directory);
    assertThat(loaded.errors()).isEmpty();
    assertThat(loaded.exit()).isZero();
  }

  @Test
  @RequiresKernel
  void theKernelsLogNamesTheJavaLine(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("counter.bpf.o");
    ObjectWriter.write(counter(false), file);
    Libbpf.readByAll(file);
    Tool.Result loaded = Libbpf.load(file, directory);
    assertThat(loaded.exit()).isNotZero();
    assertThat(loaded.errors())
        .contains("R6 invalid mem access 'map_value_or_null'")
        .contains("; hits.add(twice(1)); @ Counter.java:42")
        .contains("; return a.plus(a); @ Counter.java:50");
  }

  @Test
  void anObjectOfTheOtherByteOrderIsReadToo(@TempDir Path directory) throws Exception {
    ObjectSpec object = counter(true);
    ObjectSpec other =
        new ObjectSpec(
            object.name(),
            ByteOrder.BIG_ENDIAN,
            object.license(),
            object.programs(),
            object.subprograms(),
            object.maps(),
            object.btf(),
            List.of());
    Path file = directory.resolve("big.bpf.o");
    ObjectWriter.write(other, file);
    Libbpf.readByAll(file);
    assertThat(Tool.quietly("llvm-objdump", "-d", file.toString())).contains("r0 += r1");
  }

  @ParameterizedTest
  @MethodSource("objects")
  @RequiresKernel
  void clangsObjectsRewrittenLoadAsTheyDidBefore(ClangObject clang, @TempDir Path directory)
      throws Exception {
    Path original = clang.compile(directory);
    Path rewritten = directory.resolve("rewritten.bpf.o");
    ObjectWriter.write(ObjectReader.read(original), rewritten);
    Libbpf.readByAll(rewritten);
    Tool.Result before = Libbpf.load(original, Files.createDirectory(directory.resolve("before")));
    assertThat(before.errors()).as("the original").isEmpty();
    Tool.Result after = Libbpf.load(rewritten, Files.createDirectory(directory.resolve("after")));
    assertThat(after.errors()).as("rewritten").isEmpty();
    assertThat(after.exit()).isZero();
  }

  /** Older libbpf (bpftool 7.1) lets user space map variables that nobody can see, too. */
  private static int older(MapSpec map) {
    return map.flags() | (map.isGlobalData() ? MapSpec.FLAG_MMAPABLE : 0);
  }

  /** What libbpf asks the kernel for, from clang's file, is what our reader says. */
  @ParameterizedTest
  @MethodSource("objects")
  @RequiresKernel
  void mapsAreWhatLibbpfMakesOfThem(ClangObject clang, @TempDir Path directory) throws Exception {
    Path original = clang.compile(directory);
    ObjectSpec object = ObjectReader.read(original);
    String show = "for m in $M/*; do echo \"$m\"; bpftool -j map show pinned $m; echo; done";
    Tool.Result loaded = Libbpf.load(original, directory, object.maps().isEmpty() ? "true" : show);
    assertThat(loaded.exit()).as(loaded.errors()).isZero();
    List<String> lines = loaded.output().lines().filter(line -> !line.isBlank()).toList();
    assertThat(lines).hasSize(object.maps().size() * 2);
    for (MapSpec map : object.maps()) {
      // A path of this file system has no dots; variables are named after the object, too.
      String file = map.name().replace('.', '_');
      int at = 0;
      while (!lines.get(at).endsWith(map.isGlobalData() ? file : "/" + file)) {
        at += 2;
      }
      assertThat(lines.get(at + 1))
          .as(map.toString())
          .contains("\"type\":\"" + map.type().name().toLowerCase(Locale.ROOT) + "\"")
          .containsPattern("\"flags\":(%d|%d),".formatted(map.flags(), older(map)))
          .contains("\"bytes_key\":" + map.keySize() + ",")
          .contains("\"bytes_value\":" + map.valueSize() + ",")
          .contains("\"max_entries\":" + map.maxEntries() + ",");
      boolean frozen = map.contents() instanceof MapSpec.Contents.GlobalData data && data.frozen();
      assertThat(lines.get(at + 1)).contains("\"frozen\":" + (frozen ? 1 : 0));
    }
  }
}
