/**
 * Runs linked programs inside the JVM.
 *
 * <p>A {@link io.bpf4j.vm.Vm} is made of an object; it owns the object's maps, which programs and
 * the embedding code share. {@link io.bpf4j.vm.Vm#run} runs one program over an {@link
 * io.bpf4j.vm.Input} and returns a {@link io.bpf4j.vm.Run}. Instructions behave as RFC 9669 says.
 * Addresses are numbers that name a region and an offset, never Java references: every access is
 * checked against its region, and what is out of bounds ends the run with a {@link
 * io.bpf4j.vm.Fault}, not with an exception.
 */
package io.bpf4j.vm;
