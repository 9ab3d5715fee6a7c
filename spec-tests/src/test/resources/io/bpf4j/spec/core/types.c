/* Whole types: ids, sizes, existence, and whether they match. */
#include "core.h"

struct list_head {
  struct list_head *next, *prev;
};

struct task_struct {
  int pid;
};

struct no_such_struct {
  int a;
};

union thread_union {
  long stack[1];
};

struct callback_head {
  struct callback_head *next;
  void (*func)(struct callback_head *head);
};

struct work_struct;

typedef int pid_t;
typedef unsigned int pid_t___unsigned;
typedef struct list_head *gfp_t;
typedef void (*work_func_t)(struct work_struct *work);
typedef int (*work_func_t___two)(struct work_struct *work, int more);
typedef long no_such_typedef;

enum pid_type {
  PIDTYPE_PID,
  PIDTYPE_TGID,
};

CASE(id_local) { return bpf_core_type_id_local(struct list_head); }

CASE(id_local_of_what_no_kernel_has) { return bpf_core_type_id_local(struct no_such_struct); }

CASE(id_in_kernel) { return bpf_core_type_id_kernel(struct task_struct); }

CASE(id_of_missing_type) { return bpf_core_type_id_kernel(struct no_such_struct); }

CASE(struct_exists) { return bpf_core_type_exists(struct list_head); }

CASE(missing_struct_exists) { return bpf_core_type_exists(struct no_such_struct); }

CASE(union_exists) { return bpf_core_type_exists(union thread_union); }

CASE(typedef_exists) { return bpf_core_type_exists(pid_t) << 1 | bpf_core_type_exists(no_such_typedef); }

CASE(typedef_of_other_kind_exists) { return bpf_core_type_exists(gfp_t); }

CASE(function_typedef_exists) {
  return bpf_core_type_exists(work_func_t) << 1 | bpf_core_type_exists(work_func_t___two);
}

CASE(enum_exists) { return bpf_core_type_exists(enum pid_type); }

CASE(size_of_type) { return bpf_core_type_size(struct task_struct); }

CASE(size_of_missing_type) { return bpf_core_type_size(struct no_such_struct); }

#if __clang_major__ >= 15
struct list_head___part {
  struct list_head *prev;
};

struct list_head___other {
  long prev;
};

enum pid_type___renamed {
  PIDTYPE_PID___renamed,
  PIDTYPE_NONE_SUCH___renamed,
};

CASE(struct_matches) { return bpf_core_type_matches(struct list_head); }

CASE(part_of_struct_matches) { return bpf_core_type_matches(struct list_head___part); }

CASE(other_struct_matches) { return bpf_core_type_matches(struct list_head___other); }

CASE(recursive_struct_matches) { return bpf_core_type_matches(struct callback_head); }

CASE(typedef_matches) { return bpf_core_type_matches(pid_t) << 1 | bpf_core_type_matches(pid_t___unsigned); }

CASE(function_typedef_matches) {
  return bpf_core_type_matches(work_func_t) << 1 | bpf_core_type_matches(work_func_t___two);
}

CASE(enum_matches) {
  return bpf_core_type_matches(enum pid_type) << 1 | bpf_core_type_matches(enum pid_type___renamed);
}
#endif
