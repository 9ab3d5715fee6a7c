/** Codec of .BTF.ext: function info, line info and CO-RE relocations. */
package io.bpf4j.elf.ext;
