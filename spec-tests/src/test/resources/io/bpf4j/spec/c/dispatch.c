/* accepted: a tail call by the first byte of the packet, then a subprogram that fills the caller's buffer. */
#include "bpf.h"

struct {
  __uint(type, MAP_PROG_ARRAY);
  __uint(max_entries, 8);
  __type(key, __u32);
  __type(value, __u32);
} stages SEC(".maps");

static noinline int copy(struct __sk_buff *skb, __u8 *buffer, __u32 length) {
  length = (length & 31) + 1;
  return bpf_skb_load_bytes(skb, 0, buffer, length);
}

SEC("socket") int dispatch(struct __sk_buff *skb) {
  __u8 buffer[32] = {};
  if (copy(skb, buffer, skb->len) < 0)
    return 0;
  bpf_tail_call(skb, &stages, buffer[0] & 7);
  return buffer[12];
}
