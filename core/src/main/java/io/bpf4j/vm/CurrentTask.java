package io.bpf4j.vm;

import java.util.Objects;

/**
 * The task that programs run in.
 *
 * @param tgid process: what user space calls the pid
 * @param pid thread: what user space calls the tid
 * @param uid user
 * @param gid group
 * @param comm its name, of which the kernel has 15 bytes; not null
 * @param cgroups ids of its cgroup's ancestors in version 2's hierarchy, from the root on, and last
 *     its own; not empty
 */
public record CurrentTask(int tgid, int pid, int uid, int gid, String comm, long... cgroups) {
  /** The first process, run by root, in the root cgroup. */
  public static final CurrentTask INIT = new CurrentTask(1, 1, 0, 0, "init", 1);

  public CurrentTask {
    Objects.requireNonNull(comm, "comm");
    if (cgroups.length == 0) {
      throw new IllegalArgumentException("a task is in a cgroup");
    }
    cgroups = cgroups.clone();
  }

  @Override
  public long[] cgroups() {
    return cgroups.clone();
  }

  /** The id of its cgroup. */
  public long cgroup() {
    return cgroups[cgroups.length - 1];
  }

  /** The id of the ancestor at a level, 0 where there is none; its own cgroup is one, too. */
  long ancestor(int level) {
    return level < 0 || level >= cgroups.length ? 0 : cgroups[level];
  }
}
