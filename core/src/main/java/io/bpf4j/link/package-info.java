/**
 * From symbolic to whole: {@link io.bpf4j.link.Linker} appends to each program the subprograms that
 * it reaches. Every step takes an {@link io.bpf4j.object.ObjectSpec} and returns a new one.
 */
package io.bpf4j.link;
