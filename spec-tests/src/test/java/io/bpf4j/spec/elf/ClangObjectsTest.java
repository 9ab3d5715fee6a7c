package io.bpf4j.spec.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.elf.ObjectReader;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.spec.RequiresTools;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our reader against readelf, llvm-objdump and bpftool, on what clang compiled. */
@RequiresTools({"clang", "readelf", "llvm-objdump", "bpftool"})
class ClangObjectsTest {
  private static final Pattern WIDE = Pattern.compile("r\\d+ = (-?\\d+|0x[0-9a-f]+) ll");
  private static final Pattern CALL = Pattern.compile("call (-?\\d+|-?0x[0-9a-f]+)");
  private static final Pattern BTF_TYPE = Pattern.compile("^\\[(\\d+)] (\\w+) '([^']*)'.*");

  /** Of the class, so that each source is compiled once. */
  @TempDir static Path directory;

  static List<ClangObject> objects() throws Exception {
    return ClangObject.all();
  }

  @ParameterizedTest
  @MethodSource("objects")
  void functionsAreWhereReadelfHasThem(ClangObject clang) throws Exception {
    Path file = clang.compile(directory);
    ObjectSpec object = ObjectReader.read(file);
    assertThat(object.byteOrder())
        .isEqualTo(clang.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    BinutilsView view = new BinutilsView(file);
    assertThat(view.codeSections()).isNotEmpty();
    for (String section : view.codeSections()) {
      List<BinutilsView.Symbol> symbols = view.functions(section);
      Map<String, Code> ours = functions(object, section);
      assertThat(ours.keySet())
          .containsExactlyInAnyOrderElementsOf(
              symbols.stream().map(BinutilsView.Symbol::name).toList());
      for (BinutilsView.Symbol symbol : symbols) {
        assertThat(ours.get(symbol.name()).slots() * 8L).as(symbol.name()).isEqualTo(symbol.size());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void relocationsBecomeTheReferencesThatTheyAre(ClangObject clang) throws Exception {
    Path file = clang.compile(directory);
    ObjectSpec object = ObjectReader.read(file);
    BinutilsView view = new BinutilsView(file);
    int compared = 0;
    for (String section : view.codeSections()) {
      for (BinutilsView.Relocation relocation : view.relocations(section)) {
        compared++;
        BinutilsView.Symbol function =
            view.functions(section).stream()
                .filter(f -> f.value() <= relocation.offset())
                .reduce((first, second) -> second)
                .orElseThrow();
        Code code = functions(object, section).get(function.name());
        int pc = (int) (relocation.offset() - function.value()) / 8;
        Instruction instruction = code.instructions().get(code.indexAt(pc));
        String text = view.instructions(section).get((int) relocation.offset() / 8);
        assertThat(referenceOf(instruction))
            .as("%s + %d: %s", function.name(), pc, text)
            .isEqualTo(expected(view, relocation.symbol(), text));
      }
    }
    boolean none = List.of("sections", "core").contains(clang.name());
    assertThat(compared).matches(count -> none ? count == 0 : count >= 3, "relocations");
  }

  /** What the instruction refers to, from the symbol and the number that LLVM prints. */
  private static Object expected(BinutilsView view, BinutilsView.Symbol symbol, String text) {
    Matcher wide = WIDE.matcher(text);
    Matcher call = CALL.matcher(text);
    if (call.find()) {
      long target = symbol.value() + (Integer.decode(call.group(1)) + 1L) * 8;
      return symbol.section().isEmpty()
          ? new Callee.Kfunc(symbol.name())
          : new Callee.Subprogram(functionAt(view, symbol.section(), target));
    }
    assertThat(wide.find()).as(text).isTrue();
    if (symbol.section().isEmpty()) {
      return new Imm64.KernelSymbol(symbol.name());
    }
    long target = symbol.value() + Long.decode(wide.group(1));
    if (symbol.section().equals(".maps")) {
      return new Imm64.MapReference(symbol.name());
    }
    return view.functions(symbol.section()).isEmpty()
        ? new Imm64.MapValueReference(symbol.section(), (int) target)
        : new Imm64.SubprogramAddress(functionAt(view, symbol.section(), target));
  }

  private static String functionAt(BinutilsView view, String section, long offset) {
    return view.functions(section).stream()
        .filter(function -> function.value() == offset)
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static Object referenceOf(Instruction instruction) {
    return instruction instanceof Call call ? call.callee() : ((LoadImm64) instruction).value();
  }

  private static Map<String, Code> functions(ObjectSpec object, String section) {
    Map<String, Code> out = new TreeMap<>();
    object.programs().stream()
        .filter(p -> p.section().equals(section))
        .forEach(p -> out.put(p.name(), p.code()));
    object.subprograms().stream()
        .filter(s -> s.section().equals(section))
        .forEach(s -> out.put(s.name(), s.code()));
    return out;
  }

  @ParameterizedTest
  @MethodSource("objects")
  void mapsAndVariablesAreThoseOfTheSymbolTable(ClangObject clang) throws Exception {
    Path file = clang.compile(directory);
    ObjectSpec object = ObjectReader.read(file);
    BinutilsView view = new BinutilsView(file);
    assertThat(object.maps().isEmpty())
        .isEqualTo(!List.of("maps", "variables", "externs").contains(clang.name()));
    assertThat(object.maps())
        .filteredOn(map -> !map.isGlobalData())
        .extracting(MapSpec::name)
        .containsExactlyElementsOf(
            view.objects(".maps").stream().map(BinutilsView.Symbol::name).toList());
    for (MapSpec map : object.maps()) {
      for (BinutilsView.Symbol variable :
          map.isGlobalData() ? view.objects(map.name()) : List.<BinutilsView.Symbol>of()) {
        assertThat(variable.value() + variable.size()).isLessThanOrEqualTo(map.valueSize());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void typesAreThoseThatBpftoolPrints(ClangObject clang) throws Exception {
    Path file = clang.compile(directory);
    ObjectSpec object = ObjectReader.read(file);
    List<String> theirs =
        Tool.quietly("bpftool", "btf", "dump", "file", file.toString())
            .lines()
            .map(BTF_TYPE::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(2) + " " + row.group(3))
            .toList();
    assertThat(theirs).isNotEmpty();
    List<String> ours =
        object.btf().types().stream()
            .map(t -> t.kind() + " " + (t.name().isEmpty() ? "(anon)" : t.name()))
            .toList();
    assertThat(ours).isEqualTo(theirs);
  }

  @ParameterizedTest
  @MethodSource("objects")
  void whatWasReadIsWrittenAndReadAgain(ClangObject clang) throws Exception {
    ObjectSpec object = ObjectReader.read(clang.compile(directory));
    ObjectSpec complete = ObjectWriter.complete(object);
    assertThat(ObjectReader.read(ObjectWriter.write(object), object.name())).isEqualTo(complete);
    if (object.unmodelled().isEmpty()) {
      assertThat(complete).as("clang's objects are complete").isEqualTo(object);
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void everyFunctionHasItsTypeAndLines(ClangObject clang) throws Exception {
    ObjectSpec object = ObjectReader.read(clang.compile(directory));
    assertThat(object.programs()).allMatch(p -> p.functions().get(0).btfType() > 0);
    assertThat(object.subprograms()).allMatch(s -> s.btfType() > 0);
    assertThat(object.programs())
        .allMatch(p -> p.code().lineAt(0).file().equals(clang.source().toString()))
        .allMatch(p -> p.code().lineAt(0).line() > 0)
        .noneMatch(p -> p.code().lineAt(0).text().isBlank());
    boolean core = clang.name().equals("core");
    assertThat(object.programs().stream().mapToInt(p -> p.coreRelocations().size()).sum())
        .matches(count -> core ? count >= 6 : count == 0, "CO-RE relocations");
  }
}
