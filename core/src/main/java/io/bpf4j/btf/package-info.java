/**
 * The BPF Type Format (kernel document bpf/btf.rst): {@link io.bpf4j.btf.Btf} is an immutable set
 * of {@link io.bpf4j.btf.BtfType}, read from and written to a {@code .BTF} section of either byte
 * order.
 */
package io.bpf4j.btf;
