/* accepted: a loop over at most four VLAN tags, each checked; the header length is read from the packet. */
#include "bpf.h"

struct tag {
  __u16 control, protocol;
};

SEC("xdp") int vlan_depth(struct xdp_md *ctx) {
  __u8 *data = (void *)(long)ctx->data;
  __u8 *end = (void *)(long)ctx->data_end;
  __u8 *at = data + 12;
  int depth = 0;
#pragma clang loop unroll(disable)
  for (; depth < 4; depth++) {
    if (at + 6 > end)
      return XDP_DROP;
    if (*(__u16 *)at != bswap16(0x8100))
      break;
    at += sizeof(struct tag);
  }
  at += 2;
  if (at + 20 > end)
    return XDP_PASS;
  __u32 length = (*at & 15) * 4;
  if (at + length + 8 > end)
    return XDP_PASS;
  return at[length] == 53 ? XDP_DROP : XDP_PASS;
}
