package io.bpf4j.elf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpf4j.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfFileTest {
  private static final int MACHINE = 247;

  private static byte[] sample(ByteOrder order) {
    ElfBuilder elf = new ElfBuilder(order, MACHINE);
    int code = elf.section("code", ElfSection.ALLOC | ElfSection.EXECUTE, 8, new byte[24]);
    int zeros = elf.zeros(".bss", ElfSection.ALLOC | ElfSection.WRITE, 8, 100);
    int global = elf.symbol("main", ElfSymbol.GLOBAL, ElfSymbol.FUNCTION, code, 8, 16);
    elf.symbol("local", ElfSymbol.LOCAL, ElfSymbol.OBJECT, zeros, 96, 4);
    elf.symbol("extern", ElfSymbol.WEAK, ElfSymbol.NOTYPE, ElfSymbol.UNDEFINED, 0, 0);
    elf.relocate(code, 8, global, 1);
    return elf.build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsWhatItBuilt(boolean big) {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ElfFile elf = ElfFile.read(sample(order));
    assertThat(elf.byteOrder()).isEqualTo(order);
    assertThat(elf.type()).isEqualTo(ElfFile.RELOCATABLE);
    assertThat(elf.machine()).isEqualTo(MACHINE);
    assertThat(elf.sections())
        .extracting(ElfSection::name)
        .containsExactly("", "code", ".bss", ".relcode", ".symtab", ".strtab");
    assertThat(elf.section(".bss").orElseThrow().size()).isEqualTo(100);
    assertThat(elf.section(".bss").orElseThrow().bytes()).isEmpty();
    assertThat(elf.symbols())
        .as("local symbols come first")
        .extracting(ElfSymbol::name)
        .containsExactly("", "local", "main", "extern");
    assertThat(elf.symbols().get(2))
        .isEqualTo(new ElfSymbol("main", ElfSymbol.GLOBAL, ElfSymbol.FUNCTION, 0, 1, 8, 16));
    assertThat(elf.symbols().get(3).isDefined()).isFalse();
    ElfSection table = elf.section(".relcode").orElseThrow();
    assertThat(table.info()).isEqualTo(elf.indexOf("code"));
    assertThat(elf.relocations(table)).isEqualTo(List.of(new ElfRelocation(8, 2, 1, 0)));
  }

  @Test
  void saysWhatIsWrongWithWhatIsNoElfFile() {
    assertMalformed(new byte[0], "ELF header, byte offset 0: the file is empty");
    assertMalformed(
        new byte[] {1, 2, 3, 4, 5},
        "ELF header, byte offset 0: no ELF magic: the file begins with 01 02 03 04, not 7f 45 4c 46");
    assertMalformed(
        Arrays.copyOf(sample(ByteOrder.LITTLE_ENDIAN), 40),
        "ELF header, byte offset 40: the file ends within the header of 64 bytes");
    assertMalformed(
        patched(4, 1), "ELF header, byte offset 4: a 32-bit ELF file: only 64-bit files are read");
    assertMalformed(patched(5, 3), "ELF header, byte offset 5: unknown byte order 3");
  }

  @Test
  void saysWhereAFileIsBroken() {
    byte[] good = sample(ByteOrder.LITTLE_ENDIAN);
    assertMalformed(
        Arrays.copyOf(good, good.length - 1),
        "ELF header, byte offset 60: 6 section headers at %d go past the file's %d bytes: it is cut short"
            .formatted(good.length - 6 * 64, good.length - 1));
    byte[] names = good.clone();
    view(names).putShort(62, (short) 99);
    assertMalformed(names, "ELF header, byte offset 62: the names are in section 99 of 6");
    int headers = (int) view(good).getLong(40);
    byte[] far = good.clone();
    view(far).putLong(headers + 64 + 24, 1L << 40);
    assertMalformed(
        far,
        "section headers, byte offset %d: section 1 at 1099511627776 of size 24 goes past the file's %d bytes: it is cut short"
            .formatted(headers + 64, good.length));
    byte[] overlap = good.clone();
    view(overlap).putLong(headers + 64 + 24, 32);
    assertMalformed(
        overlap,
        "section headers, byte offset %d: section 1 at 32 overlaps what ends at 64"
            .formatted(headers + 64));
  }

  @Test
  void saysWhichSymbolOrRelocationIsBroken() {
    byte[] good = sample(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) view(good).getLong(40);
    int symbols = (int) view(good).getLong(headers + 4 * 64 + 24);
    byte[] index = good.clone();
    view(index).putShort(symbols + 2 * 24 + 6, (short) 77);
    assertMalformed(index, ".symtab, byte offset 48: symbol 2 is in section 77 of 6");
    byte[] value = good.clone();
    view(value).putLong(symbols + 2 * 24 + 8, 16);
    assertMalformed(
        value, ".symtab, byte offset 48: symbol 2 (main) at 16 of size 16 goes past its section");
    int table = (int) view(good).getLong(headers + 3 * 64 + 24);
    byte[] relocation = good.clone();
    view(relocation).putInt(table + 12, 50);
    ElfFile elf = ElfFile.read(relocation);
    assertThatThrownBy(() -> elf.relocations(elf.section(".relcode").orElseThrow()))
        .hasMessage(".relcode, byte offset 0: names symbol 50 of 4");
  }

  private static void assertMalformed(byte[] bytes, String message) {
    assertThatThrownBy(() -> ElfFile.read(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessage(message);
  }

  private static byte[] patched(int at, int value) {
    byte[] bytes = sample(ByteOrder.LITTLE_ENDIAN);
    bytes[at] = (byte) value;
    return bytes;
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
