package io.bpf4j.spec.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.elf.ObjectReader;
import io.bpf4j.link.CoreRelocator;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.spec.InstalledTools;
import io.bpf4j.spec.RequiresTools;
import io.bpf4j.spec.core.LibbpfRelocation.Mode;
import io.bpf4j.spec.core.LibbpfRelocation.Outcome;
import io.bpf4j.spec.core.LibbpfRelocation.Request;
import io.bpf4j.spec.elf.ClangHeaders;
import io.bpf4j.spec.elf.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
    for (Path file : compile("clang", "v3")) {
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
    List<String> compilers =
        Stream.of("clang-13", "clang-14", "clang-15", "clang-16", "clang-19")
            .filter(compiler -> InstalledTools.find(compiler).isPresent())
            .toList();
    for (String compiler : compilers) {
      compare(kernel, compiler, "v3");
    }
    compare(kernel, "clang", "v1");
    if (InstalledTools.find("clang-19").isPresent()) {
      compare(kernel, "clang-19", "v4");
    }
  }

  private static void compare(TargetKernel kernel, String compiler, String cpu) throws Exception {
    Path btf = kernel.types();
    CoreRelocator relocator = CoreRelocator.of(kernel.btf());
    List<Path> files = compile(compiler, cpu);
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
                  program, request.object(), kernel, libbpf.log(request, program))
              .isEqualTo(expected);
        }
      }
    }
  }

  /** Where some programs are refused, one at a time; else all at once, which is faster. */
  private static Mode mode(Path object) {
    return object.getFileName().toString().startsWith("ambiguous") ? Mode.EACH : Mode.WHOLE;
  }

  private static List<Path> compile(String compiler, String cpu) throws IOException {
    Path sources = sources();
    List<Path> out = new ArrayList<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path source : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        String name = source.getFileName().toString().replace(".c", "");
        Path object = directory.resolve("%s.%s.%s.o".formatted(name, compiler, cpu));
        if (!Files.exists(object)) {
          List<String> arguments =
              new ArrayList<>(List.of("-target", "bpfel", "-O2", "-g", "-mcpu=" + cpu, "-Wall"));
          ClangHeaders.machine().forEach(headers -> arguments.add("-I" + headers));
          arguments.addAll(List.of("-c", source.toString(), "-o", object.toString()));
          Tool.quietly(compiler, arguments.toArray(String[]::new));
        }
        out.add(object);
      }
    }
    return out;
  }

  private static Path sources() {
    try {
      return Path.of(CoreCasesTest.class.getResource("/io/bpf4j/spec/core").toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
