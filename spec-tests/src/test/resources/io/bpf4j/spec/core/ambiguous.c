/* Several types of a name in the kernels, of which each answers otherwise: libbpf refuses, and so do we. */
#include "core.h"

struct perf_aux_event {
  __u64 header;
};

struct pci_root_info {
  int node;
};

struct syscall_tp_t {
  unsigned long syscall_nr;
} RELOCATED;

struct elf_note_info {
  unsigned long size;
} RELOCATED;

CASE(ambiguous_size) { return bpf_core_type_size(struct perf_aux_event); }

CASE(ambiguous_id) { return bpf_core_type_id_kernel(struct pci_root_info); }

CASE(not_ambiguous_existence) { return bpf_core_type_exists(struct pci_root_info); }

CASE(not_ambiguous_offset) { return ((struct elf_note_info *)ctx)->size; }

/* Only one of the two, where there are two, has such a field. */
struct console {
  struct console *next;
  unsigned int index;
} RELOCATED;

CASE(candidates_by_field) { return ((struct console *)ctx)->index; }
