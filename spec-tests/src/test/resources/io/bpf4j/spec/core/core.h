/* What all cases share. A case is a program of its own: what it returns does not matter, its instructions do. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define CASE(name) SEC("socket") __u64 name(void *ctx)
#define RELOCATED __attribute__((preserve_access_index))

/* Not in libbpf 1.1's header. */
#ifndef bpf_core_type_matches
#define bpf_core_type_matches(type) __builtin_preserve_type_info(*(typeof(type) *)0, 2)
#endif

char _license[] SEC("license") = "GPL";
