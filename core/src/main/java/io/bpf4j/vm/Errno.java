package io.bpf4j.vm;

/** Error numbers that helpers return negated (uapi/asm-generic/errno-base.h and errno.h). */
final class Errno {
  static final int ENOENT = 2;
  static final int E2BIG = 7;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EFAULT = 14;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int EINVAL = 22;
  static final int ENOSPC = 28;
  static final int ERANGE = 34;
  static final int EOPNOTSUPP = 95;

  /** The kernel's own, which user space does not know. */
  static final int ENOTSUPP = 524;

  private Errno() {}
}
