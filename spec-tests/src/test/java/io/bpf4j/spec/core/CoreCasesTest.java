package io.bpf4j.spec.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.btf.Btf;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.link.CoreRelocator;
import io.bpf4j.link.MinimalBtf;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.CoreRelocation.Kind;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.spec.core.LibbpfRelocation.Mode;
import io.bpf4j.spec.core.LibbpfRelocation.Outcome;
import io.bpf4j.spec.core.LibbpfRelocation.Request;
import io.bpf4j.spec.elf.Tool;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The C cases in the test resources, relocated by us and by libbpf against the types of kernels:
 * every instruction is the same, and what one refuses, the other does.
 */
@RequiresTools({"clang", "cc"})
class CoreCasesTest {
  @TempDir static Path directory;

  private static LibbpfRelocation libbpf;

  @BeforeAll
  static void compileTheReference() throws Exception {
    libbpf = LibbpfRelocation.compile(directory);
  }

  @Test
  void thereAreCasesOfEveryKind() throws Exception {
    Set<String> cases = new TreeSet<>();
    Set<CoreRelocation.Kind> kinds = EnumSet.noneOf(CoreRelocation.Kind.class);
    for (Path file : CoreCases.compile(directory, "clang", "v3")) {
      ObjectSpec object = ObjectReader.read(file);
      object.programs().forEach(program -> cases.add(program.name()));
      object.programs().stream()
          .flatMap(program -> program.coreRelocations().stream())
          .forEach(relocation -> kinds.add(relocation.kind()));
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(90);
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(12);
  }

  @Test
  void runningKernel() throws Exception {
    compare(TargetKernel.RUNNING, "clang", "v3");
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void everyCompiler(TargetKernel kernel) throws Exception {
    for (String compiler : CoreCases.compilers()) {
      compare(kernel, compiler, "v3");
    }
    compare(kernel, "clang", "v1");
    if (CoreCases.compilers().contains("clang-19")) {
      compare(kernel, "clang-19", "v4");
    }
  }

  /** Against the part of a kernel's types that the cases need, all becomes as against the whole. */
  @Test
  void minimalTypesSuffice() throws Exception {
    List<ObjectSpec> objects = new ArrayList<>();
    for (Path file : CoreCases.compile(directory, "clang", "v3")) {
      objects.add(ObjectReader.read(file));
    }
    Btf whole = TargetKernel.RUNNING.btf();
    Btf part = MinimalBtf.of(whole, objects);
    assertThat(part.count()).isBetween(50, 500);
    Path file = directory.resolve("part.btf");
    Files.write(file, part.encode(ByteOrder.LITTLE_ENDIAN));
    for (ObjectSpec object : objects) {
      Map<String, Outcome> expected = Relocation.of(object, CoreRelocator.of(whole), Mode.EACH);
      Map<String, Outcome> outcomes = Relocation.of(object, CoreRelocator.of(part), Mode.EACH);
      for (ProgramSpec program : object.programs()) {
        boolean ids =
            program.coreRelocations().stream().anyMatch(r -> r.kind() == Kind.TYPE_ID_TARGET);
        Outcome outcome = outcomes.get(program.name());
        assertThat(ids || outcome.agreesWith(expected.get(program.name())))
            .as("%s: %s, not %s", program.name(), outcome, expected.get(program.name()))
            .isTrue();
      }
    }
    compare(file, part, "clang", "v3");
  }

  /** The same with the part that bpftool chooses. */
  @Test
  @RequiresTools("bpftool")
  void bpftoolChoosesNoLess() throws Exception {
    List<Path> files =
        CoreCases.compile(directory, "clang", "v3").stream()
            .filter(file -> mode(file) == Mode.WHOLE)
            .toList();
    Path chosen = directory.resolve("bpftool.btf");
    List<String> arguments = new ArrayList<>(List.of("gen", "min_core_btf"));
    arguments.add(TargetKernel.RUNNING.types().toString());
    arguments.add(chosen.toString());
    files.forEach(file -> arguments.add(file.toString()));
    Tool.quietly("bpftool", arguments.toArray(String[]::new));
    List<ObjectSpec> objects = new ArrayList<>();
    for (Path file : files) {
      objects.add(ObjectReader.read(file));
    }
    Btf theirs = Btf.decode(Files.readAllBytes(chosen));
    Btf ours = MinimalBtf.of(TargetKernel.RUNNING.btf(), objects);
    assertThat(ours.count()).isLessThanOrEqualTo(theirs.count());
    compare(chosen, theirs, "clang", "v3");
  }

  private static void compare(TargetKernel kernel, String compiler, String cpu) throws Exception {
    compare(kernel.types(), kernel.btf(), compiler, cpu);
  }

  private static void compare(Path btf, Btf types, String compiler, String cpu) throws Exception {
    CoreRelocator relocator = CoreRelocator.of(types);
    List<Path> files = CoreCases.compile(directory, compiler, cpu);
    List<Request> requests = new ArrayList<>();
    files.forEach(file -> requests.add(new Request(mode(file), file, btf)));
    List<Map<String, Outcome>> theirs = libbpf.relocate(requests);
    for (int i = 0; i < files.size(); i++) {
      ObjectSpec object = ObjectReader.read(files.get(i));
      Request request = requests.get(i);
      Map<String, Outcome> ours = Relocation.of(object, relocator, request.mode());
      assertThat(ours.keySet()).isEqualTo(theirs.get(i).keySet());
      for (String program : ours.keySet()) {
        Outcome expected = theirs.get(i).get(program);
        Outcome outcome = ours.get(program);
        assertThat(expected.failed() && request.mode() == Mode.WHOLE).as(program).isFalse();
        if (!outcome.agreesWith(expected)) {
          assertThat(outcome)
              .as(
                  "%s of %s against %s\n%s",
                  program, request.object(), btf, libbpf.log(request, program))
              .isEqualTo(expected);
        }
      }
    }
  }

  /** Where some programs are refused, one at a time; else all at once, which is faster. */
  private static Mode mode(Path object) {
    return object.getFileName().toString().startsWith("ambiguous") ? Mode.EACH : Mode.WHOLE;
  }
}
