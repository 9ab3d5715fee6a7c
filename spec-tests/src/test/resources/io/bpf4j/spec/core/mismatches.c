/* What the kernels do not have, have otherwise, or have several of. */
#include "core.h"

struct task_struct {
  int no_such_field;
  unsigned int __state;
} RELOCATED;

struct task_struct___old {
  long state;
} RELOCATED;

CASE(renamed_field) {
  if (bpf_core_field_exists(((struct task_struct *)0)->__state))
    return ((struct task_struct *)ctx)->__state;
  return ((struct task_struct___old *)ctx)->state;
}

CASE(poisoned_load) { return ((struct task_struct *)ctx)->no_such_field; }

CASE(poisoned_store) {
  ((struct task_struct *)ctx)->no_such_field = 1;
  return 0;
}

CASE(poisoned_size) { return bpf_core_field_size(((struct task_struct *)0)->no_such_field); }

CASE(poisoned_shift) {
  return __builtin_preserve_field_info(((struct task_struct *)0)->no_such_field, BPF_FIELD_RSHIFT_U64);
}

struct task_struct___kinds {
  long *pid;
  int mm;
  struct {
    int x;
  } comm;
  double prio;
} RELOCATED;

CASE(pointer_here_int_there) { return bpf_core_field_exists(((struct task_struct___kinds *)0)->pid); }

CASE(int_here_pointer_there) { return bpf_core_field_exists(((struct task_struct___kinds *)0)->mm); }

CASE(struct_here_array_there) { return bpf_core_field_exists(((struct task_struct___kinds *)0)->comm); }

CASE(field_of_an_array) { return bpf_core_field_exists(((struct task_struct___kinds *)0)->comm.x); }

union task_struct___union {
  int pid;
} RELOCATED;

CASE(root_of_another_kind) { return bpf_core_field_exists(((union task_struct___union *)0)->pid); }

/* The kernels have two structs nf_conn, one of them with a flavour. */
struct nf_conn {
  unsigned int timeout;
  unsigned long status;
} RELOCATED;

CASE(candidate_with_a_flavour) { return ((struct nf_conn *)ctx)->status; }

/* The kernels have two, which differ. */
struct getdents_callback {
  int sequence;
  int error;
} RELOCATED;

CASE(one_of_two_candidates) { return ((struct getdents_callback *)ctx)->sequence; }

struct pci_root_info___a {
  int node;
} RELOCATED;

CASE(only_the_second_candidate) { return ((struct pci_root_info___a *)ctx)->node; }

struct elf_note_info {
  unsigned long size;
} RELOCATED;

CASE(two_candidates_agree) { return ((struct elf_note_info *)ctx)->size; }
