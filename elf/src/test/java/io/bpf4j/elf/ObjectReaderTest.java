package io.bpf4j.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import io.bpf4j.btf.BtfBuilder;
import io.bpf4j.btf.BtfType;
import io.bpf4j.elf.format.ElfBuilder;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.elf.format.ElfSymbol;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Exit;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;
import io.bpf4j.object.Linkage;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.Unmodelled;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small objects made by hand, of forms that the writer does not write. */
class ObjectReaderTest {
  private static final long CODE = ElfSection.ALLOC | ElfSection.EXECUTE;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private final ElfBuilder elf = new ElfBuilder(LITTLE, 247);

  private static byte[] bytes(Code code) {
    return code.encode(LITTLE);
  }

  private static final Code EXIT = Code.build(code -> code.mov(Register.R0, 0).exit());

  private int function(String name, int binding, int section, int start, int size) {
    return elf.symbol(name, binding, ElfSymbol.FUNCTION, section, start, size);
  }

  private ObjectSpec read() {
    return ObjectReader.read(elf.build(), "hand");
  }

  private void assertMalformed(String message) {
    assertThatThrownBy(this::read).isInstanceOf(MalformedException.class).hasMessage(message);
  }

  @Test
  void readsAnObjectWithoutTypes() {
    int section = elf.section("xdp.frags", CODE, 8, bytes(EXIT));
    function("p", ElfSymbol.GLOBAL, section, 0, 16);
    elf.section("license", ElfSection.ALLOC, 1, "GPL\0junk".getBytes(StandardCharsets.UTF_8));
    ObjectSpec object = read();
    assertThat(object.license()).isEqualTo("GPL");
    assertThat(object.btf().types()).isEmpty();
    assertThat(object.programs()).hasSize(1);
    assertThat(object.programs().get(0).type()).isEqualTo(ProgramType.XDP);
    assertThat(object.programs().get(0).attachType()).isEqualTo(AttachType.XDP);
    assertThat(object.programs().get(0).code()).isEqualTo(EXIT);
  }

  @Test
  void callsByDistanceWithinASectionGetNames() {
    byte[] code = bytes(Code.of(List.of(new Call(new Callee.Local(1)), new Exit(), new Exit())));
    int section = elf.section("xdp", CODE, 8, code);
    function("main", ElfSymbol.GLOBAL, section, 0, 16);
    function("inner", ElfSymbol.LOCAL, section, 16, 8);
    ObjectSpec object = read();
    assertThat(object.programs().get(0).code().instructions().get(0))
        .isEqualTo(new Call(new Callee.Subprogram("inner")));
    assertThat(object.subprograms()).hasSize(1);
    assertThat(object.subprograms().get(0).section()).isEqualTo("xdp");
    assertThat(object.subprograms().get(0).linkage()).isEqualTo(Linkage.STATIC);
  }

  @Test
  void callsThroughASectionSymbolCarryTheirPlaceInTheInstruction() {
    byte[] code = bytes(Code.of(List.of(new Call(new Callee.Local(1)), new Exit())));
    int main = elf.section("xdp", CODE, 8, code);
    int text =
        elf.section(".text", CODE, 8, bytes(Code.of(List.of(EXIT_ONLY, EXIT_ONLY, EXIT_ONLY))));
    function("main", ElfSymbol.GLOBAL, main, 0, 16);
    function("first", ElfSymbol.LOCAL, text, 0, 16);
    function("second", ElfSymbol.LOCAL, text, 16, 8);
    int symbol = elf.symbol("", ElfSymbol.LOCAL, ElfSymbol.SECTION, text, 0, 0);
    elf.relocate(main, 0, symbol, 10);
    assertThat(read().programs().get(0).code().instructions().get(0))
        .isEqualTo(new Call(new Callee.Subprogram("second")));
  }

  private static final Exit EXIT_ONLY = new Exit();

  @Test
  void addressesOfVariablesAddTheSymbolAndWhatIsInPlace() {
    byte[] code =
        bytes(Code.of(List.of(new LoadImm64(Register.R1, new Imm64.Number(4)), new Exit())));
    int main = elf.section("xdp", CODE, 8, code);
    int data = elf.section(".data", ElfSection.ALLOC | ElfSection.WRITE, 8, new byte[32]);
    function("main", ElfSymbol.GLOBAL, main, 0, 24);
    int symbol = elf.symbol("array", ElfSymbol.GLOBAL, ElfSymbol.OBJECT, data, 8, 24);
    elf.relocate(main, 0, symbol, 1);
    ObjectSpec object = read();
    assertThat(object.programs().get(0).code().instructions().get(0))
        .isEqualTo(new LoadImm64(Register.R1, new Imm64.MapValueReference(".data", 12)));
    MapSpec map = object.map(".data").orElseThrow();
    assertThat(map.flags()).as("without types nothing says that it may be mapped").isZero();
    assertThat(map.valueSize()).isEqualTo(32);
  }

  @Test
  void staticFunctionsOfOneNameAreToldApart() {
    int text =
        elf.section(".text", CODE, 8, bytes(Code.of(List.of(EXIT_ONLY, EXIT_ONLY, EXIT_ONLY))));
    function("f", ElfSymbol.LOCAL, text, 0, 8);
    function("f", ElfSymbol.GLOBAL, text, 8, 8);
    function("f", ElfSymbol.LOCAL, text, 16, 8);
    assertThat(read().subprograms()).extracting(s -> s.name()).containsExactly("f.1", "f", "f.2");
  }

  @Test
  void keepsWhatIsNotModelled() {
    elf.section(".jumptables", ElfSection.ALLOC, 8, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    elf.section(".debug_info", 0, 1, new byte[20]);
    elf.symbol("bpf_maybe", ElfSymbol.WEAK, ElfSymbol.NOTYPE, ElfSymbol.UNDEFINED, 0, 0);
    assertThat(read().unmodelled())
        .containsExactly(
            new Unmodelled.Section(
                ".jumptables",
                ElfSection.PROGBITS,
                ElfSection.ALLOC,
                8,
                8,
                new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
  }

  @Test
  void unknownSectionNamesGetASuggestion() {
    int section = elf.section("xpd", CODE, 8, bytes(EXIT));
    function("p", ElfSymbol.GLOBAL, section, 0, 16);
    assertMalformed("xpd: the name tells no program type; did you mean xdp?");
  }

  @Test
  void otherMachinesAreRefused() {
    byte[] file = new ElfBuilder(LITTLE, 62).build();
    assertThatThrownBy(() -> ObjectReader.read(file, "x86"))
        .hasMessage("ELF header, byte offset 18: machine 62 is not BPF (247)");
  }

  @Test
  void filesFromBeforeBpfHadANumberAreRead() {
    assertThat(ObjectReader.read(new ElfBuilder(LITTLE, 0).build(), "old").programs()).isEmpty();
  }

  @Test
  void everySlotMustBelongToOneFunction() {
    int section = elf.section("xdp", CODE, 8, new byte[32]);
    function("p", ElfSymbol.GLOBAL, section, 0, 16);
    assertMalformed("xdp, byte offset 16: 16 bytes belong to no function symbol");
    function("q", ElfSymbol.GLOBAL, section, 8, 24);
    assertMalformed("xdp, byte offset 8: function q begins within another");
  }

  @Test
  void relocationsMustFitTheirInstruction() {
    int section = elf.section("xdp", CODE, 8, bytes(EXIT));
    int symbol = function("p", ElfSymbol.GLOBAL, section, 0, 16);
    elf.relocate(section, 8, symbol, 10);
    assertMalformed("xdp, byte offset 8: relocation type 10 does not fit the instruction Exit[]");
  }

  @Test
  void callsMustEndAtAFunction() {
    byte[] code = bytes(Code.of(List.of(new Call(new Callee.Local(0)), new Exit())));
    int section = elf.section("xdp", CODE, 8, code);
    function("p", ElfSymbol.GLOBAL, section, 0, 16);
    assertMalformed("xdp, byte offset 0: a call to offset 8, where no function begins");
  }

  @Test
  void mapsNeedTypes() {
    int maps = elf.section(".maps", ElfSection.ALLOC | ElfSection.WRITE, 8, new byte[32]);
    elf.symbol("m", ElfSymbol.GLOBAL, ElfSymbol.OBJECT, maps, 0, 32);
    assertMalformed(
        ".maps: its maps have no types: .BTF has no DATASEC of that name; clang needs -g");
  }

  @Test
  void zerosThatWouldFillMemoryAreRefused() {
    elf.zeros(".bss", ElfSection.ALLOC | ElfSection.WRITE, 8, 1L << 40);
    assertMalformed(
        ".bss: 1099511627776 bytes of variables, with 0 before, are more than 67108864");
  }

  @Test
  void manySmallerSectionsOfZerosAreRefusedToo() {
    for (int i = 0; i < 1000; i++) {
      elf.zeros(".bss." + i, ElfSection.ALLOC | ElfSection.WRITE, 8, 1 << 24);
    }
    assertMalformed(
        ".bss.4: 16777216 bytes of variables, with 67108864 before, are more than 67108864");
  }

  @Test
  @Timeout(20)
  void manyStaticFunctionsOfOneNameTakeNoTime() {
    int count = 100_000;
    byte[] exits = new byte[count * 8];
    for (int i = 0; i < count; i++) {
      exits[i * 8] = (byte) 0x95;
    }
    int text = elf.section(".text", CODE, 8, exits);
    for (int i = 0; i < count; i++) {
      function("f", ElfSymbol.LOCAL, text, i * 8, 8);
    }
    assertThat(read().subprograms().get(count - 1).name()).isEqualTo("f." + (count - 1));
  }

  @Test
  void anAttributeOfAMapIsThereOnce() {
    BtfBuilder types = new BtfBuilder();
    BtfType.Param type = new BtfType.Param("type", types.uint(2));
    int struct = types.mapDefinition(List.of(type, type));
    int var = types.var("m", struct, BtfType.Linkage.GLOBAL);
    types.dataSec(".maps", 16, List.of(new BtfType.SectionVar(var, 0, 16)));
    elf.section(".BTF", 0, 4, types.build().encode(LITTLE));
    int maps = elf.section(".maps", ElfSection.ALLOC | ElfSection.WRITE, 8, new byte[16]);
    elf.symbol("m", ElfSymbol.GLOBAL, ElfSymbol.OBJECT, maps, 0, 16);
    assertMalformed(".maps: map m: attribute type is there twice");
  }
}
