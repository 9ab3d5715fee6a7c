package io.bpf4j.elf.format;

/**
 * A relocation (System V gABI, "Relocation").
 *
 * @param offset the place to patch, in bytes from the start of the section that it applies to
 * @param symbol index in the symbol table
 * @param type as the machine defines it
 * @param addend what to add, 0 where the addend is in place ({@link ElfSection#REL})
 */
public record ElfRelocation(long offset, int symbol, int type, long addend) {}
