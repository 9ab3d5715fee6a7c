package io.bpf4j.loader;

import io.bpf4j.uapi.BpfCommand;

/** BPF_PROG_TEST_RUN, with an output buffer that grows. */
final class TestRunning {
  // Offsets in union bpf_attr, BPF_PROG_TEST_RUN (uapi/linux/bpf.h).
  private static final int PROG_FD = 0;
  private static final int RETVAL = 4;
  private static final int DATA_SIZE_IN = 8;
  private static final int DATA_SIZE_OUT = 12;
  private static final int DATA_IN = 16;
  private static final int DATA_OUT = 24;
  private static final int REPEAT = 32;
  private static final int DURATION = 36;
  private static final int CTX_SIZE_IN = 40;
  private static final int CTX_SIZE_OUT = 44;
  private static final int CTX_IN = 48;
  private static final int CTX_OUT = 56;
  private static final int SIZE = 80;

  /** What a program may add in front: XDP_PACKET_HEADROOM (uapi/linux/bpf.h). */
  private static final int HEADROOM = 256;

  private final Descriptor program;
  private final byte[] packet;
  private final byte[] context;
  private final int repeat;

  TestRunning(Descriptor program, byte[] packet, byte[] context, int repeat) {
    this.program = program;
    this.packet = packet;
    this.context = context;
    this.repeat = repeat;
  }

  TestRun run() {
    // Without a packet there must be no output buffer either: some program types insist.
    int room = packet.length == 0 ? 0 : packet.length + HEADROOM;
    while (true) {
      CallMemory memory = program.kernel().begin();
      CallMemory.Region packetOut = memory.reserve(room);
      CallMemory.Region contextOut = memory.reserve(context.length);
      fill(memory, packetOut, contextOut);
      int result = program.kernel().tryCall(BpfCommand.PROG_TEST_RUN, memory, SIZE);
      int length = memory.u32(DATA_SIZE_OUT);
      if (result == -Errno.ENOSPC && length > room) {
        room = length;
        continue;
      }
      if (result < 0) {
        throw Diagnosis.failure(BpfCommand.PROG_TEST_RUN, tried(), -result, "");
      }
      return new TestRun(
          memory.u32(RETVAL),
          packetOut.read(Math.min(length, room)),
          contextOut.read(Math.min(memory.u32(CTX_SIZE_OUT), context.length)),
          memory.u32(DURATION));
    }
  }

  private void fill(CallMemory memory, CallMemory.Region packetOut, CallMemory.Region contextOut) {
    memory.u32(PROG_FD, program.number()).u32(REPEAT, repeat);
    if (packet.length > 0) {
      memory
          .u32(DATA_SIZE_IN, packet.length)
          .u64(DATA_IN, memory.copy(packet))
          .u32(DATA_SIZE_OUT, packetOut.size())
          .u64(DATA_OUT, packetOut.address());
    }
    if (context.length > 0) {
      memory
          .u32(CTX_SIZE_IN, context.length)
          .u64(CTX_IN, memory.copy(context))
          .u32(CTX_SIZE_OUT, contextOut.size())
          .u64(CTX_OUT, contextOut.address());
    }
  }

  private String tried() {
    return program.what()
        + " (packet "
        + packet.length
        + " bytes, context "
        + context.length
        + " bytes, repeat "
        + repeat
        + ")";
  }
}
