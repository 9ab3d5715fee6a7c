/* rejected: two frames that are small enough each, and too large together. */
#include "bpf.h"

/* The compiler must believe that all of a buffer is used. */
#define use(buffer) asm volatile("" : : "r"(buffer) : "memory")

static noinline int inner(struct xdp_md *ctx, __u32 index) {
  __u8 buffer[300] = {};
  use(buffer);
  return buffer[0] + ctx->rx_queue_index + index;
}

SEC("xdp") int stack_too_deep(struct xdp_md *ctx) {
  __u8 buffer[240] = {};
  use(buffer);
  return inner(ctx, buffer[29]) + buffer[0] > 5 ? XDP_DROP : XDP_PASS;
}
