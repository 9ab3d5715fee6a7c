/* rejected: the result of a lookup is used without asking whether it is null. */
#include "bpf.h"

struct {
  __uint(type, MAP_HASH);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u64);
} marks SEC(".maps");

SEC("socket") int no_null_check(struct __sk_buff *skb) {
  __u32 key = skb->mark;
  __u64 *count = bpf_map_lookup_elem(&marks, &key);
  *count += 1;
  return skb->len;
}
