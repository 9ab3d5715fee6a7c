package io.bpf4j.loader.sys;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.bpf4j.KernelException;
import io.bpf4j.uapi.BpfCommand;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * The C library's system calls through JNA's direct mapping: primitives only, so that a call
 * allocates nothing. JNA keeps errno per thread until that thread's next call.
 */
final class JnaSyscalls implements Syscalls {
  private static final int O_CLOEXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x40000000;

  private final long bpf;

  private JnaSyscalls(Architecture architecture) {
    this.bpf = architecture.bpf();
  }

  static Syscalls open(String osName, String osArch) {
    if (!osName.equals("Linux")) {
      throw unavailable("the kernel's BPF exists on Linux only, and this system is " + osName);
    }
    Architecture architecture =
        Architecture.of(osArch)
            .orElseThrow(
                () -> unavailable("the number of bpf(2) on processor " + osArch + " is not known"));
    try {
      LibC.register();
    } catch (LinkageError e) {
      throw unavailable("JNA's native library cannot be loaded: " + firstLine(e));
    }
    return new JnaSyscalls(architecture);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  private static KernelException unavailable(String reason) {
    return new KernelException("bpf()", 0, reason, "");
  }

  @Override
  public int bpf(BpfCommand command, NativeBuffer attr, int size) {
    long result = LibC.syscall(bpf, command.number(), attr.address(), size);
    Reference.reachabilityFence(attr);
    return result < 0 ? -Native.getLastError() : (int) result;
  }

  @Override
  public int close(int descriptor) {
    return orError(LibC.close(descriptor));
  }

  @Override
  public int open(String path) {
    return orError(LibC.open(path, O_CLOEXEC));
  }

  @Override
  public int enterNetworkNamespace(int descriptor) {
    return orError(LibC.setns(descriptor, CLONE_NEWNET));
  }

  @Override
  public int interfaceIndex(String name) {
    int index = LibC.if_nametoindex(name);
    return index == 0 ? -Native.getLastError() : index;
  }

  @Override
  public NativeBuffer allocate(int size) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size);
    return new NativeBuffer(bytes, Pointer.nativeValue(Native.getDirectBufferPointer(bytes)));
  }

  private static int orError(int result) {
    return result < 0 ? -Native.getLastError() : result;
  }

  /** The functions themselves, under their names in C. */
  private static final class LibC {
    private static boolean registered;

    private LibC() {}

    static synchronized void register() {
      if (!registered) {
        Native.register(LibC.class, "c");
        registered = true;
      }
    }

    static native long syscall(long number, long command, long attr, long size);

    static native int close(int descriptor);

    static native int open(String path, int flags);

    static native int setns(int descriptor, int type);

    static native int if_nametoindex(String name);
  }
}
