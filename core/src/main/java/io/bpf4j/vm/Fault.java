package io.bpf4j.vm;

import java.util.Objects;

/**
 * Why a run ended early. A verified program has no fault but {@link Kind#BUDGET} and what the VM
 * does not support.
 *
 * @param kind what went wrong
 * @param program the program that ran then: another than the first after a tail call; not null
 * @param pc slot of the instruction at fault
 * @param address the address at fault, 0 where none is
 * @param region what the address lies in or near, such as {@code "packet"}, {@code "stack frame 0"}
 *     or {@code "map blocked"}, "" where it names no region; not null
 * @param message one line that says it all; not null
 */
public record Fault(
    Kind kind, String program, int pc, long address, String region, String message) {

  /** Kinds of faults. */
  public enum Kind {
    /** An access through a null pointer, or through a number that is no address. */
    INVALID_ADDRESS,
    /** An access outside of a region, or across the end of a map value. */
    OUT_OF_BOUNDS,
    /** A write to what may only be read. */
    READ_ONLY,
    /** An atomic operation on an address that is not a multiple of its size. */
    MISALIGNED,
    /** A helper was handed an argument that the kernel's verifier would not let pass. */
    BAD_ARGUMENT,
    /** A jump or call to what is no instruction, or running past the last one. */
    BAD_TARGET,
    /** More than 8 frames. */
    CALL_DEPTH,
    /** The instruction budget is used up. */
    BUDGET,
    /** An instruction, helper, kfunc or map type that this VM does not have. */
    UNSUPPORTED
  }

  public Fault {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(message, "message");
  }
}
