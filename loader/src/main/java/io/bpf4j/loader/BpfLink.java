package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.uapi.AttachType;
import io.bpf4j.uapi.BpfCommand;

/**
 * A program's attachment. It holds the program in the kernel; closing it detaches the program.
 * Thread-safe, but closing must not race with use.
 */
public final class BpfLink implements AutoCloseable {
  // Offsets in union bpf_attr, BPF_LINK_CREATE and BPF_LINK_DETACH (uapi/linux/bpf.h).
  private static final int PROG_FD = 0;
  private static final int TARGET_IFINDEX = 4;
  private static final int ATTACH_TYPE = 8;
  private static final int FLAGS = 12;
  private static final int CREATE_SIZE = 16;
  private static final int LINK_FD = 0;
  private static final int DETACH_SIZE = 4;

  private final Descriptor descriptor;

  private BpfLink(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  static BpfLink toInterface(
      Descriptor program, AttachType type, int interfaceIndex, XdpMode mode) {
    Kernel kernel = program.kernel();
    CallMemory memory =
        kernel
            .begin()
            .u32(PROG_FD, program.number())
            .u32(TARGET_IFINDEX, interfaceIndex)
            .u32(ATTACH_TYPE, type.number())
            .u32(FLAGS, mode.flag());
    String what =
        program.what() + " (" + type + ", interface " + interfaceIndex + ", " + mode + ")";
    int link = kernel.call(BpfCommand.LINK_CREATE, memory, CREATE_SIZE, what);
    return new BpfLink(new Descriptor(kernel, "link of " + what, link));
  }

  /** The file descriptor; it stays this object's. */
  public int descriptor() {
    return descriptor.number();
  }

  /**
   * Detaches the program now, whoever else holds the link.
   *
   * @throws KernelException where the kernel refuses
   * @throws IllegalStateException where the link is closed
   */
  public void detach() {
    CallMemory memory = descriptor.kernel().begin().u32(LINK_FD, descriptor.number());
    descriptor.kernel().call(BpfCommand.LINK_DETACH, memory, DETACH_SIZE, descriptor.what());
  }

  /** Closes the descriptor, which detaches the program unless the link is pinned. */
  @Override
  public void close() {
    descriptor.close();
  }

  @Override
  public String toString() {
    return "BpfLink[" + descriptor.what() + ", " + (descriptor.isOpen() ? "open" : "closed") + "]";
  }
}
