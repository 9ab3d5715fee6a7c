package io.bpf4j.vm;

import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.ProgramType;
import java.util.Objects;
import java.util.Optional;

/** What a program is run on: the source of its context. */
public sealed interface Input
    permits Input.Xdp, Input.Tracepoint, Input.Memory, SocketBuffer, ContextFields {
  /**
   * What the kernel's test run (BPF_PROG_TEST_RUN) would run a program on. For a tracepoint or
   * syscall program, which take no packet, the bytes are the record or the arguments; for other
   * types without a packet, the fields of the context are zero, and the bytes are what the
   * context's pointers enclose.
   *
   * @param type the program's type
   * @param attachType the program's expected attach type, null where it has none
   * @param bytes a frame from the Ethernet header on; not null
   * @return empty where the VM has no context for the type, or the frame is too short for it
   */
  static Optional<Input> ofTestRun(ProgramType type, AttachType attachType, byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (SocketBuffer.isFor(type)) {
      return bytes.length < SocketBuffer.ETHERNET_HEADER
          ? Optional.empty()
          : Optional.of(SocketBuffer.ofFrame(type, bytes));
    }
    return switch (type) {
      case XDP -> Optional.of(Xdp.of(bytes));
      case TRACEPOINT -> Optional.of(new Tracepoint(bytes));
      case SYSCALL -> Optional.of(new Memory(bytes));
      default -> ContextFields.of(type, attachType).map(fields -> fields.withData(bytes));
    };
  }

  /**
   * A frame, for XDP programs ({@code struct xdp_md}).
   *
   * @param packet from the Ethernet header on; not null
   * @param metadata what stands before it: a multiple of 4 bytes, at most 252; not null
   * @param ingressInterface index of the interface that it came in by
   * @param receiveQueue index of the queue
   * @param egressInterface index of the interface that it goes out by, for programs in a devmap
   */
  record Xdp(
      byte[] packet, byte[] metadata, int ingressInterface, int receiveQueue, int egressInterface)
      implements Input {
    private static final byte[] NO_METADATA = {};
    private static final int MAX_METADATA = 252;

    public Xdp {
      Objects.requireNonNull(packet, "packet");
      Objects.requireNonNull(metadata, "metadata");
      if (metadata.length > MAX_METADATA || metadata.length % 4 != 0) {
        throw new IllegalArgumentException("metadata of " + metadata.length + " bytes");
      }
    }

    /** A frame that comes in and has no metadata. */
    public Xdp(byte[] packet, int ingressInterface, int receiveQueue) {
      this(packet, NO_METADATA, ingressInterface, receiveQueue, 0);
    }

    /** A frame from the loopback interface, as the kernel's test run takes it. */
    public static Xdp of(byte[] packet) {
      return new Xdp(packet, 1, 0);
    }
  }

  /**
   * The bytes of a tracepoint's record, which its program may only read.
   *
   * @param record laid out as the tracepoint's format file says; not null
   */
  record Tracepoint(byte[] record) implements Input {
    public Tracepoint {
      Objects.requireNonNull(record, "record");
    }
  }

  /**
   * Memory that the program may read and write; R1 is its address, R2 its size. The arguments of
   * syscall programs, and what runners of conformance tests hand over.
   *
   * @param bytes copied for each run; not null
   */
  record Memory(byte[] bytes) implements Input {
    public Memory {
      Objects.requireNonNull(bytes, "bytes");
    }
  }
}
