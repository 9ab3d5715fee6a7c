/* CO-RE: field offsets, sizes, existence, enum values and type ids. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

enum state {
  IDLE = 0,
  BUSY = 7,
};

struct inner {
  int a;
  long b[4];
} __attribute__((preserve_access_index));

struct task_struct {
  int pid;
  struct inner inner;
  unsigned flag : 3;
} __attribute__((preserve_access_index));

SEC("socket")
int read_fields(struct __sk_buff *skb) {
  struct task_struct *task = (void *)0;
  long b = 0;

  if (bpf_core_field_exists(task->inner.b))
    bpf_probe_read_kernel(&b, sizeof(b), &task->inner.b[2]);
  b += bpf_core_field_size(task->pid) + bpf_core_type_size(struct inner);
  if (bpf_core_enum_value_exists(enum state, BUSY))
    b += bpf_core_enum_value(enum state, BUSY);
  b += bpf_core_type_id_local(struct inner);
  return b;
}

char _license[] SEC("license") = "GPL";
