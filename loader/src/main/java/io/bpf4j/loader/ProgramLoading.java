package io.bpf4j.loader;

import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.BpfCommand;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** BPF_PROG_LOAD, with a log buffer that grows. */
final class ProgramLoading {
  // Offsets in union bpf_attr, BPF_PROG_LOAD (uapi/linux/bpf.h).
  private static final int PROG_TYPE = 0;
  private static final int INSN_CNT = 4;
  private static final int INSNS = 8;
  private static final int LICENSE = 16;
  private static final int LOG_LEVEL = 24;
  private static final int LOG_SIZE = 28;
  private static final int LOG_BUF = 32;
  private static final int PROG_FLAGS = 44;
  private static final int PROG_NAME = 48;
  private static final int EXPECTED_ATTACH_TYPE = 68;
  private static final int PROG_BTF_FD = 72;
  private static final int FUNC_INFO_REC_SIZE = 76;
  private static final int FUNC_INFO = 80;
  private static final int FUNC_INFO_CNT = 88;
  private static final int LINE_INFO_REC_SIZE = 92;
  private static final int LINE_INFO = 96;
  private static final int LINE_INFO_CNT = 104;
  private static final int LOG_TRUE_SIZE = 140;
  private static final int SIZE = 144;

  private static final int FIRST_LOG = 64 << 10;
  private static final int LARGEST_LOG = 64 << 20;

  /** The kernel gives up a verification when a signal is pending; it is not the program's fault. */
  private static final int ATTEMPTS = 10;

  /**
   * What the kernel answered.
   *
   * @param result a file descriptor, or a negated error number
   */
  record Answer(int result, String log) {}

  private final Kernel kernel;
  private final ProgramLoad load;
  private final DebugInfo debug;
  private final byte[] instructions;

  ProgramLoading(Kernel kernel, ProgramLoad load, DebugInfo debug) {
    this.kernel = kernel;
    this.load = load;
    this.debug = debug;
    this.instructions =
        load.program().code().encode(ByteOrder.nativeOrder(), new Descriptors(load));
  }

  Answer answer(LogLevel level) {
    return answer(level, LARGEST_LOG);
  }

  /** As {@link #answer(LogLevel)}, with a log of at most {@code largest} bytes. */
  Answer answer(LogLevel level, int largest) {
    if (level == LogLevel.NONE) {
      return new Answer(call(attribute(level)), "");
    }
    int size = Math.min(FIRST_LOG, largest);
    while (true) {
      CallMemory memory = attribute(level);
      LogBuffer log = new LogBuffer(memory.reserve(size));
      memory.u64(LOG_BUF, log.address()).u32(LOG_SIZE, size);
      int result = call(memory);
      long wanted = Integer.toUnsignedLong(memory.u32(LOG_TRUE_SIZE));
      // Before Linux 6.4 the kernel does not tell the size, but fills the buffer.
      boolean cut = wanted > size || wanted == 0 && log.length() >= size - 1;
      if (result != -Errno.ENOSPC || !cut) {
        return new Answer(result, log.text());
      }
      if (size == largest) {
        // Too large a log hides the verdict, so that is asked for alone.
        String kept = "(only " + size + " bytes of the log are kept)\n" + log.text();
        return new Answer(call(attribute(LogLevel.NONE)), kept);
      }
      size = (int) Math.min(largest, Math.max(wanted, 4L * size));
    }
  }

  private int call(CallMemory memory) {
    int result = -Errno.EAGAIN;
    for (int i = 0; i < ATTEMPTS && result == -Errno.EAGAIN; i++) {
      result = kernel.tryCall(BpfCommand.PROG_LOAD, memory, SIZE);
    }
    return result;
  }

  private CallMemory attribute(LogLevel level) {
    ProgramSpec program = load.program();
    CallMemory memory = kernel.begin();
    describe(memory);
    return memory
        .u32(PROG_TYPE, program.type().number())
        .u32(INSN_CNT, program.code().slots())
        .u64(INSNS, memory.copy(instructions))
        .u64(LICENSE, memory.copy((load.license() + "\0").getBytes(StandardCharsets.UTF_8)))
        .u32(LOG_LEVEL, level.number())
        .u32(PROG_FLAGS, load.flags())
        .bytes(PROG_NAME, Kernel.objectName(program.name()))
        .u32(EXPECTED_ATTACH_TYPE, program.expectedAttachType().map(AttachType::number).orElse(0));
  }

  private void describe(CallMemory memory) {
    memory.u32(PROG_BTF_FD, debug.btf());
    if (debug.functionCount() > 0) {
      memory
          .u32(FUNC_INFO_REC_SIZE, DebugInfo.FUNCTION_BYTES)
          .u64(FUNC_INFO, memory.copy(debug.functions()))
          .u32(FUNC_INFO_CNT, debug.functionCount());
    }
    if (debug.lineCount() > 0) {
      memory
          .u32(LINE_INFO_REC_SIZE, DebugInfo.LINE_BYTES)
          .u64(LINE_INFO, memory.copy(debug.lines()))
          .u32(LINE_INFO_CNT, debug.lineCount());
    }
  }
}
