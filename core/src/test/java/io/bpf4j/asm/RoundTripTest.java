package io.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bpf4j.AssemblyException;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.InstructionTable;
import io.bpf4j.isa.Instructions;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a disassembler writes, the assembler reads back, bit for bit. */
class RoundTripTest {
  @Property(tries = 3000)
  void readsWhatLlvmWrites(@ForAll("code") List<Instruction> instructions) {
    readsBack(Disassembler.llvm(), Code.of(instructions));
  }

  @Property(tries = 3000)
  void readsWhatTheKernelWrites(@ForAll("code") List<Instruction> instructions) {
    readsBack(Disassembler.kernel(), Code.of(instructions));
  }

  /** Bytes that are no instruction too, which the kernel's dialect writes field by field. */
  @Property(tries = 2000)
  void readsBackAnyBytes(@ForAll("bytes") byte[] bytes) {
    readsBack(Disassembler.kernel(), Code.decode(bytes, ByteOrder.LITTLE_ENDIAN));
  }

  @Property(tries = 2000)
  void anyTextIsCodeOrAnAssemblyException(@ForAll("texts") String text) {
    try {
      Code code = Assembler.code(text);
      readsBack(Disassembler.kernel(), code);
    } catch (AssemblyException e) {
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isPositive();
      assertThat(e.getMessage()).startsWith("line ").doesNotContain("\n");
    }
  }

  private static void readsBack(Disassembler disassembler, Code code) {
    String listing = disassembler.listing(code, new TreeMap<>());
    assertThat(Assembler.code(listing)).as(listing).isEqualTo(code);
    String lines =
        disassembler.lines(code).stream()
            .map(Disassembler.Line::text)
            .collect(Collectors.joining("\n"));
    assertThat(Assembler.code(lines)).as(lines).isEqualTo(code);
  }

  @Provide
  Arbitrary<List<Instruction>> code() {
    return Instructions.any().list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes()
        .edgeCases(edges -> edges.add((byte) 0))
        .array(byte[].class)
        .ofSize(32)
        .map(RoundTripTest::withSmallFields);
  }

  /** Without this few slots would come near an instruction. */
  private static byte[] withSmallFields(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      boolean keeps = i % 8 == 0 || bytes[i / 8 * 8 + 1] > 64;
      bytes[i] = keeps ? bytes[i] : (byte) (bytes[i] & 0x11);
    }
    return bytes;
  }

  /** Valid lines, cut and joined at random places, and plain noise. */
  @Provide
  Arbitrary<String> texts() {
    List<String> lines = InstructionTable.rows().stream().map(row -> row.text()).toList();
    Arbitrary<String> piece =
        Arbitraries.of(lines)
            .flatMap(
                line ->
                    Arbitraries.integers()
                        .between(0, line.length())
                        .flatMap(
                            end ->
                                Arbitraries.integers()
                                    .between(0, end)
                                    .map(begin -> line.substring(begin, end))));
    Arbitrary<String> noise =
        Arbitraries.oneOf(
            Arbitraries.of(
                "\n", ":", "<", ">", "(", "goto ", "r1", "w10", "0x", "-", "label:", "#"),
            Arbitraries.of(".insn ", "call ", " ll", "99999999999999999999", "\"", "*(u64 *)"),
            Arbitraries.strings().ofMaxLength(6));
    return Arbitraries.oneOf(piece, noise).list().ofMaxSize(6).map(list -> String.join("", list));
  }
}
