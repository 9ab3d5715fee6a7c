package io.bpf4j.asm;

/**
 * How {@code llvm-objdump} is asked to write.
 *
 * @param hexadecimal whether numbers are hexadecimal, as LLVM 19 writes them by itself; else
 *     decimal, as with {@code --no-print-imm-hex} and in older versions
 * @param alu32 whether loads, stores and atomics of up to 32 bits show w-registers, as with {@code
 *     --mcpu=v3} and {@code --mcpu=v4}
 */
public record LlvmSyntax(boolean hexadecimal, boolean alu32) {
  /** {@code llvm-objdump -d} without further options. */
  public static final LlvmSyntax OBJDUMP = new LlvmSyntax(true, false);

  /** {@code llvm-objdump -d --no-print-imm-hex}. */
  public static final LlvmSyntax DECIMAL = new LlvmSyntax(false, false);
}
