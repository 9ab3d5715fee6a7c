/* Fields: offsets, sizes, existence, sign; loads and stores that change their size. */
#include "core.h"

struct mm_struct;

struct list_head {
  struct list_head *next, *prev;
} RELOCATED;

struct sched_entity {
  __u64 vruntime;
} RELOCATED;

struct task_struct {
  int pid;
  int tgid;
  char comm[16];
  struct mm_struct *mm;
  struct task_struct *group_leader;
  struct list_head tasks;
  struct sched_entity se;
  unsigned int flags;
  int prio;
  __u64 start_time;
} RELOCATED;

CASE(offset_of_int) { return ((struct task_struct *)ctx)->pid; }

CASE(offset_of_pointer) { return (__u64)((struct task_struct *)ctx)->mm; }

CASE(offset_in_nested_struct) { return ((struct task_struct *)ctx)->se.vruntime; }

CASE(offset_through_pointers) { return ((struct task_struct *)ctx)->group_leader->group_leader->tgid; }

CASE(address_of_field) { return (__u64)&((struct task_struct *)ctx)->tasks.prev; }

CASE(offset_for_probe_read) {
  __u64 start = 0;
  bpf_core_read(&start, sizeof(start), &((struct task_struct *)ctx)->start_time);
  return start;
}

CASE(store_to_field) {
  ((struct task_struct *)ctx)->prio = 7;
  return 0;
}

CASE(store_register_to_field) {
  ((struct task_struct *)ctx)->start_time = (__u64)ctx;
  return 0;
}

CASE(add_to_field) {
  __sync_fetch_and_add(&((struct task_struct *)ctx)->start_time, 1);
  return 0;
}

CASE(size_of_field) { return bpf_core_field_size(((struct task_struct *)0)->se); }

CASE(size_of_array_field) { return bpf_core_field_size(((struct task_struct *)0)->comm); }

CASE(field_exists) { return bpf_core_field_exists(((struct task_struct *)0)->se.vruntime); }

CASE(signed_field) { return __builtin_preserve_field_info(((struct task_struct *)0)->prio, BPF_FIELD_SIGNED); }

CASE(unsigned_field) { return __builtin_preserve_field_info(((struct task_struct *)0)->flags, BPF_FIELD_SIGNED); }

CASE(shifts_of_whole_field) {
  return __builtin_preserve_field_info(((struct task_struct *)0)->prio, BPF_FIELD_LSHIFT_U64) << 8 |
         __builtin_preserve_field_info(((struct task_struct *)0)->prio, BPF_FIELD_RSHIFT_U64);
}

/* From here on: the kernels have it in another size. */

struct sk_buff___narrow {
  __u8 len;
  __u16 data_len;
  __u64 mac_len;
  __u64 hash;
} RELOCATED;

CASE(load_grows) { return ((struct sk_buff___narrow *)ctx)->len; }

CASE(load_grows_from_16_bits) { return ((struct sk_buff___narrow *)ctx)->data_len; }

CASE(load_shrinks) { return ((struct sk_buff___narrow *)ctx)->mac_len; }

CASE(store_shrinks) {
  ((struct sk_buff___narrow *)ctx)->hash = 5;
  return 0;
}

struct task_struct___wide {
  long pid;
  unsigned long tgid;
  short prio;
} RELOCATED;

CASE(signed_load_of_other_size) { return ((struct task_struct___wide *)ctx)->pid; }

CASE(unsigned_load_of_a_signed_field) { return ((struct task_struct___wide *)ctx)->tgid; }

CASE(short_load_of_an_int) { return ((struct task_struct___wide *)ctx)->prio; }

CASE(sizes_of_others) {
  return bpf_core_field_size(((struct task_struct___wide *)0)->pid) << 8 |
         bpf_core_field_size(((struct sk_buff___narrow *)0)->mac_len);
}
