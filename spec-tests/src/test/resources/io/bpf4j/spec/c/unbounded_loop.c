/* rejected: a loop that ends when a random number says so. */
#include "bpf.h"

SEC("tracepoint/raw_syscalls/sys_enter") int unbounded_loop(__u64 *ctx) {
  while (bpf_get_prandom_u32() != 7)
    ;
  return 0;
}
