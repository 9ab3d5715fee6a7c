/* rejected: the check covers 14 bytes, the access is to the 24th. */
#include "bpf.h"

SEC("xdp") int no_bounds_check(struct xdp_md *ctx) {
  __u8 *data = (void *)(long)ctx->data;
  __u8 *end = (void *)(long)ctx->data_end;
  if (data + 14 > end)
    return XDP_PASS;
  return data[23] == 17 ? XDP_DROP : XDP_PASS;
}
