/* Arrays: elements, elements of elements, flexible ones at the end, and what is out of bounds. */
#include "core.h"

struct sk_buff {
  char cb[48];
} RELOCATED;

struct pid_namespace;

struct upid {
  int nr;
  struct pid_namespace *ns;
} RELOCATED;

struct pid {
  unsigned int level;
  struct upid numbers[];
} RELOCATED;

struct cgroup;

struct cgroup {
  int level;
  struct cgroup *ancestors[];
} RELOCATED;

struct task_struct {
  char comm[16];
} RELOCATED;

struct zone {
  unsigned long _watermark[3];
} RELOCATED;

CASE(element) { return ((struct sk_buff *)ctx)->cb[5]; }

CASE(address_of_element) { return (__u64)&((struct task_struct *)ctx)->comm[15]; }

CASE(element_of_flexible_array) { return ((struct pid *)ctx)->numbers[2].nr; }

CASE(pointer_in_flexible_array) { return (__u64)((struct cgroup *)ctx)->ancestors[4]; }

CASE(size_of_element) { return bpf_core_field_size(((struct pid *)0)->numbers[0]); }

CASE(element_exists) { return bpf_core_field_exists(((struct zone *)0)->_watermark[2]); }

CASE(element_of_root) { return ((struct pid *)ctx)[3].level; }

struct task_struct___longer {
  char comm[64];
} RELOCATED;

CASE(element_out_of_bounds) { return ((struct task_struct___longer *)ctx)->comm[40]; }

CASE(element_out_of_bounds_exists) { return bpf_core_field_exists(((struct task_struct___longer *)0)->comm[16]); }

struct task_struct___scalar {
  char comm;
  int pid[2];
} RELOCATED;

CASE(scalar_here_array_there) { return bpf_core_field_exists(((struct task_struct___scalar *)0)->comm); }

CASE(array_here_scalar_there) { return bpf_core_field_exists(((struct task_struct___scalar *)0)->pid); }

struct task_struct___elements {
  int comm[4];
} RELOCATED;

CASE(elements_of_other_size) { return ((struct task_struct___elements *)ctx)->comm[2]; }
