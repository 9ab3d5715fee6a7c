/* accepted: counts system calls by the name of the process. */
#include "bpf.h"

struct name {
  char text[16];
};

struct {
  __uint(type, MAP_HASH);
  __uint(max_entries, 1024);
  __type(key, struct name);
  __type(value, __u64);
} calls SEC(".maps");

SEC("tracepoint/raw_syscalls/sys_enter") int calls_by_process(__u64 *ctx) {
  struct name name = {};
  __u64 one = 1;
  if (ctx[1] > 400)
    return 0;
  bpf_get_current_comm(&name, sizeof(name));
  __u64 *count = bpf_map_lookup_elem(&calls, &name);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&calls, &name, &one, 1);
  return 0;
}
