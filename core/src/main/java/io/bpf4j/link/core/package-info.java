/**
 * How CO-RE relocations are worked out (kernel: Documentation/bpf/llvm_reloc.rst; libbpf's "BPF
 * CO-RE" documents): what a local access means, which target types answer to it, what they answer,
 * and the instruction that says so. Nothing here knows of objects or programs.
 */
package io.bpf4j.link.core;
