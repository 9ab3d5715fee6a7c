/** BPF objects as ELF files: {@link io.bpf4j.elf.ObjectReader} and its counterpart for writing. */
package io.bpf4j.elf;
