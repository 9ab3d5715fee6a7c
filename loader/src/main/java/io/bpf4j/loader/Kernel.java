package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.loader.sys.NativeBuffer;
import io.bpf4j.loader.sys.Syscalls;
import io.bpf4j.uapi.BpfCommand;
import java.nio.charset.StandardCharsets;

/** bpf() with an attribute that each thread has of its own. Thread-safe. */
final class Kernel {
  /** BPF_OBJ_NAME_LEN (uapi/linux/bpf.h), the final NUL included. */
  static final int NAME_LENGTH = 16;

  private final Syscalls syscalls;
  private final ThreadLocal<CallMemory> memories;

  Kernel(Syscalls syscalls) {
    this.syscalls = syscalls;
    this.memories = ThreadLocal.withInitial(() -> new CallMemory(syscalls));
  }

  Syscalls syscalls() {
    return syscalls;
  }

  /** This thread's memory, with an attribute of zeros: good until its next {@code begin}. */
  CallMemory begin() {
    return memories.get().begin();
  }

  /** The result, or a negated error number. */
  int tryCall(BpfCommand command, CallMemory memory, int size) {
    NativeBuffer attr = memory.attr();
    int result;
    do {
      result = syscalls.bpf(command, attr, size);
    } while (result == -Errno.EINTR);
    return result;
  }

  /**
   * The result.
   *
   * @param what the object that the command is for, and what is tried
   * @throws KernelException where the kernel refuses
   */
  int call(BpfCommand command, CallMemory memory, int size, String what) {
    int result = tryCall(command, memory, size);
    if (result < 0) {
      throw Diagnosis.failure(command, what, -result, "");
    }
    return result;
  }

  /** A name as the kernel takes it: at most 15 letters, digits, underscores and dots. */
  static byte[] objectName(String name) {
    String cut = name.substring(0, Math.min(name.length(), NAME_LENGTH - 1));
    return cut.replaceAll("[^A-Za-z0-9_.]", "_").getBytes(StandardCharsets.US_ASCII);
  }
}
