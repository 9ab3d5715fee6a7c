package io.bpf4j.vm;

import io.bpf4j.uapi.Helper;

/** Storage local to sockets, tasks, inodes and cgroups. */
final class StorageHelpers {
  /** BPF_LOCAL_STORAGE_GET_F_CREATE of uapi/linux/bpf.h. */
  private static final long CREATE = 1;

  private final Memory memory;
  private final Environment environment;

  StorageHelpers(Memory memory, Environment environment) {
    this.memory = memory;
    this.environment = environment;
  }

  void addTo(HelperTable table) {
    table.put(Helper.SK_STORAGE_GET, this::get);
    table.put(Helper.TASK_STORAGE_GET, this::get);
    table.put(Helper.INODE_STORAGE_GET, this::get);
    table.put(Helper.CGRP_STORAGE_GET, this::get);
    table.put(Helper.SK_STORAGE_DELETE, this::delete);
    table.put(Helper.TASK_STORAGE_DELETE, this::delete);
    table.put(Helper.INODE_STORAGE_DELETE, this::delete);
    table.put(Helper.CGRP_STORAGE_DELETE, this::delete);
    table.put(Helper.GET_LOCAL_STORAGE, r -> ofCgroup(r[1]));
  }

  private LocalStorage storage(long address) {
    MapStore map = memory.mapAt(address);
    if (map instanceof LocalStorage storage) {
      return storage;
    }
    throw map.lacks("values of kernel objects");
  }

  private long get(long[] r) {
    LocalStorage storage = storage(r[1]);
    long object = r[2];
    if (object == 0 || (r[4] & ~CREATE) != 0) {
      return 0;
    }
    int place = storage.find(object);
    if (place < 0 && (r[4] & CREATE) != 0) {
      place = storage.findOrCreate(object);
      if (place >= 0 && r[3] != 0) {
        byte[] value = memory.readable(r[3], storage.spec.valueSize()).bytes;
        storage.elements().set(place, value, Memory.offsetOf(r[3]));
      }
    }
    return place < 0 ? 0 : storage.addressOf(place);
  }

  private long delete(long[] r) {
    LocalStorage storage = storage(r[1]);
    if (r[2] == 0) {
      return -Errno.EINVAL;
    }
    return storage.delete(r[2]) ? 0 : -Errno.ENOENT;
  }

  /** A cgroup's storage is there from when the program is attached. */
  private long ofCgroup(long map) {
    LocalStorage storage = storage(map);
    int place = storage.findOrCreate(environment.task.cgroup());
    return place < 0 ? 0 : storage.addressOf(place);
  }
}
