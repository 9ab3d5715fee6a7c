package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Helpers that tell where a program runs: processor, task, what it is attached to. */
final class TaskHelpers {
  /** Kernel: TASK_COMM_LEN, with the zero at its end. */
  private static final int COMM_SIZE = 16;

  private final Memory memory;
  private final Environment environment;

  /** What stands for struct task_struct. */
  private final long task;

  TaskHelpers(Memory memory, Environment environment) {
    this.memory = memory;
    this.environment = environment;
    task = memory.add(Region.opaque("task_struct"));
  }

  void addTo(HelperTable table) {
    table.put(Helper.GET_PRANDOM_U32, r -> Arithmetic.zext(environment.nextRandom()));
    table.put(Helper.GET_SMP_PROCESSOR_ID, r -> environment.processor);
    table.put(Helper.GET_NUMA_NODE_ID, r -> environment.node);
    table.put(
        Helper.GET_CURRENT_PID_TGID, r -> pair(environment.task.tgid(), environment.task.pid()));
    table.put(
        Helper.GET_CURRENT_UID_GID, r -> pair(environment.task.gid(), environment.task.uid()));
    table.put(Helper.GET_CURRENT_COMM, r -> name(r[1], (int) r[2]));
    table.put(Helper.GET_CURRENT_TASK, r -> task);
    table.put(Helper.GET_CURRENT_TASK_BTF, r -> task);
    table.put(Helper.GET_CURRENT_CGROUP_ID, r -> environment.task.cgroup());
    table.put(Helper.GET_CURRENT_ANCESTOR_CGROUP_ID, r -> environment.task.ancestor((int) r[1]));
    table.put(Helper.GET_ATTACH_COOKIE, r -> environment.attachCookie);
    table.put(Helper.GET_FUNC_IP, r -> environment.functionAddress);
  }

  private static long pair(int high, int low) {
    return (long) high << 32 | Arithmetic.zext(low);
  }

  private long name(long to, int size) {
    if (size <= 0) {
      throw FaultSignal.of(Fault.Kind.BAD_ARGUMENT, "get_current_comm of " + size + " bytes");
    }
    byte[] bytes = memory.writable(to, size).bytes;
    int at = Memory.offsetOf(to);
    byte[] comm = environment.task.comm().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(Math.min(comm.length, COMM_SIZE - 1), size - 1);
    Arrays.fill(bytes, at, at + size, (byte) 0);
    System.arraycopy(comm, 0, bytes, at, length);
    return 0;
  }
}
