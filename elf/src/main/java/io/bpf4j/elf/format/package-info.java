/** The ELF container: sections, symbols and relocations of 64-bit files; knows nothing of BPF. */
package io.bpf4j.elf.format;
