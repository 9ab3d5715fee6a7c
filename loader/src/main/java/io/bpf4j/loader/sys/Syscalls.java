package io.bpf4j.loader.sys;

import io.bpf4j.KernelException;
import io.bpf4j.uapi.BpfCommand;

/**
 * Everything that the loader asks of the operating system goes through here, so that a test can
 * stand a fake kernel behind it. Like the kernel, each call returns its result, or an error number
 * negated ({@code -EPERM}); none throws. Implementations are thread-safe.
 */
public interface Syscalls {
  /**
   * bpf(2).
   *
   * @param command the command
   * @param attr {@code union bpf_attr}; the kernel may write to it
   * @param size how many bytes of it the command is told of
   * @return a file descriptor or 0, or a negated error number
   */
  int bpf(BpfCommand command, NativeBuffer attr, int size);

  /** close(2); the descriptor is gone even where an error is returned. */
  int close(int descriptor);

  /** open(2) for reading, with O_CLOEXEC. */
  int open(String path);

  /** setns(2) of the calling thread, with CLONE_NEWNET: the descriptor is a network namespace's. */
  int enterNetworkNamespace(int descriptor);

  /** if_nametoindex(3) in the calling thread's network namespace: an index from 1. */
  int interfaceIndex(String name);

  /** Zeroed memory of a size in bytes. */
  NativeBuffer allocate(int size);

  /**
   * The system calls of the machine that this runs on.
   *
   * @throws KernelException where this is not Linux, or not a processor with a known system-call
   *     number, or JNA has no native library for it
   */
  static Syscalls ofThisMachine() {
    return JnaSyscalls.open(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }
}
