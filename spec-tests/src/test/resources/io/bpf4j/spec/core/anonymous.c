/* Anonymous members: nested here or there, or on one side only; typedefs of anonymous structs. */
#include "core.h"

struct sock_common {
  union {
    __u64 skc_addrpair;
    struct {
      __u32 skc_daddr;
      __u32 skc_rcv_saddr;
    };
  };
  unsigned short skc_family;
} RELOCATED;

struct sock {
  struct sock_common __sk_common;
} RELOCATED;

struct mm_struct {
  unsigned long start_code;
  unsigned long total_vm;
} RELOCATED;

struct page {
  unsigned long flags;
  struct {
    unsigned long private;
  };
} RELOCATED;

/* The kernels' is in anonymous members; this one is flat. */
struct sock_common___flat {
  __u16 skc_dport;
  __u16 skc_num;
} RELOCATED;

/* The kernels' is flat, this one is not. */
struct task_struct {
  struct {
    union {
      int pid;
      struct {
        int prio;
      };
    };
  };
} RELOCATED;

CASE(nested_on_both_sides) { return ((struct sock *)ctx)->__sk_common.skc_daddr; }

CASE(second_in_nested) { return ((struct sock_common *)ctx)->skc_rcv_saddr; }

CASE(flat_here_nested_there) { return ((struct sock_common___flat *)ctx)->skc_num; }

CASE(whole_struct_is_nested_there) { return ((struct mm_struct *)ctx)->total_vm; }

CASE(nested_here_flat_there) { return ((struct task_struct *)ctx)->prio; }

CASE(in_other_nests) { return ((struct page *)ctx)->private; }

typedef struct {
  int counter;
} atomic_t;

struct task_struct___typedef {
  atomic_t usage;
} RELOCATED;

CASE(typedef_of_anonymous_struct) { return ((struct task_struct___typedef *)ctx)->usage.counter; }

typedef struct {
  __s64 counter;
} RELOCATED atomic64_t;

CASE(root_is_a_typedef) { return ((atomic64_t *)ctx)->counter; }
