package io.bpf4j.loader;

import io.bpf4j.uapi.BpfCommand;

/** BPF_BTF_LOAD; only where it fails is it repeated with a log. */
final class BtfLoading {
  // Offsets in union bpf_attr, BPF_BTF_LOAD (uapi/linux/bpf.h).
  private static final int BTF = 0;
  private static final int BTF_LOG_BUF = 8;
  private static final int BTF_SIZE = 16;
  private static final int BTF_LOG_SIZE = 20;
  private static final int BTF_LOG_LEVEL = 24;
  private static final int SIZE = 28;

  private static final int LOG = 1 << 20;

  private BtfLoading() {}

  static Descriptor load(Kernel kernel, byte[] btf, String what) {
    int result = kernel.tryCall(BpfCommand.BTF_LOAD, attribute(kernel, btf), SIZE);
    if (result >= 0) {
      return new Descriptor(kernel, what, result);
    }
    CallMemory memory = attribute(kernel, btf);
    LogBuffer log = new LogBuffer(memory.reserve(LOG));
    memory.u64(BTF_LOG_BUF, log.address()).u32(BTF_LOG_SIZE, log.size()).u32(BTF_LOG_LEVEL, 1);
    int logged = kernel.tryCall(BpfCommand.BTF_LOAD, memory, SIZE);
    if (logged >= 0) {
      return new Descriptor(kernel, what, logged);
    }
    // The log may be cut (ENOSPC), but the first answer says what is wrong.
    throw Diagnosis.failure(BpfCommand.BTF_LOAD, what, -result, log.text());
  }

  private static CallMemory attribute(Kernel kernel, byte[] btf) {
    CallMemory memory = kernel.begin();
    return memory.u64(BTF, memory.copy(btf)).u32(BTF_SIZE, btf.length);
  }
}
