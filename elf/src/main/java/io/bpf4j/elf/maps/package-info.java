/** Maps as objects define them: BTF-defined maps and sections of global variables. */
package io.bpf4j.elf.maps;
