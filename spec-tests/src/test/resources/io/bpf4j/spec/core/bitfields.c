/* Bit fields: the word to load, and the shifts that cut the field out of it. */
#include "core.h"

struct iphdr {
  __u8 ihl : 4, version : 4;
} RELOCATED;

struct tcphdr {
  __u16 res1 : 4, doff : 4, fin : 1, syn : 1, rst : 1, psh : 1, ack : 1, urg : 1;
} RELOCATED;

struct sk_buff {
  __u8 cloned : 1, nohdr : 1, fclone : 2, pfmemalloc : 1;
} RELOCATED;

struct tcp_sock {
  __u8 nonagle : 4, repair : 1, is_cwnd_limited : 1, rate_app_limited : 1;
} RELOCATED;

struct bpf_prog {
  __u16 pages, jited : 1, gpl_compatible : 1, blinded : 1, is_func : 1;
} RELOCATED;

struct task_struct {
  unsigned in_execve : 1, in_iowait : 1, sched_reset_on_fork : 1;
} RELOCATED;

CASE(bits_of_one_byte) { return BPF_CORE_READ_BITFIELD((struct iphdr *)ctx, version); }

CASE(bits_of_a_short) { return BPF_CORE_READ_BITFIELD((struct tcphdr *)ctx, ack); }

CASE(bits_probed) { return BPF_CORE_READ_BITFIELD_PROBED((struct sk_buff *)ctx, fclone); }

CASE(bits_in_an_anonymous_struct) { return BPF_CORE_READ_BITFIELD((struct sk_buff *)ctx, pfmemalloc); }

CASE(bits_that_moved) { return BPF_CORE_READ_BITFIELD((struct tcp_sock *)ctx, nonagle); }

CASE(bits_after_a_field) { return BPF_CORE_READ_BITFIELD((struct bpf_prog *)ctx, is_func); }

CASE(bits_of_an_int) { return BPF_CORE_READ_BITFIELD((struct task_struct *)ctx, sched_reset_on_fork); }

CASE(bits_of_a_short_probed) { return BPF_CORE_READ_BITFIELD_PROBED((struct tcphdr *)ctx, doff); }

CASE(bit_field_exists) {
  return bpf_core_field_exists(((struct tcp_sock *)0)->rate_app_limited) << 1 |
         bpf_core_field_exists(((struct task_struct *)0)->in_execve);
}

CASE(sign_of_bits) { return __builtin_preserve_field_info(((struct tcp_sock *)0)->repair, BPF_FIELD_SIGNED); }

/* Whole here, bits there, and the other way round. */
struct tcp_sock___whole {
  __u8 repair;
  __u32 is_cwnd_limited;
} RELOCATED;

struct task_struct___bits {
  unsigned pid : 20;
  int prio : 5;
} RELOCATED;

CASE(whole_here_bits_there) { return ((struct tcp_sock___whole *)ctx)->repair; }

CASE(wide_here_bits_there) { return BPF_CORE_READ_BITFIELD((struct tcp_sock___whole *)ctx, is_cwnd_limited); }

CASE(bits_here_whole_there) { return BPF_CORE_READ_BITFIELD((struct task_struct___bits *)ctx, pid); }

CASE(signed_bits_here_whole_there) { return BPF_CORE_READ_BITFIELD((struct task_struct___bits *)ctx, prio); }
