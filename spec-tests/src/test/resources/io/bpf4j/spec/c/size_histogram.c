/* accepted: a histogram of packet lengths in one map value, its index bounded by a mask. */
#include "bpf.h"

struct histogram {
  __u64 slots[16];
};

struct {
  __uint(type, MAP_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct histogram);
} histograms SEC(".maps");

static noinline __u32 log2_of(__u32 value) {
  __u32 log = 0;
#pragma clang loop unroll(disable)
  for (int i = 0; i < 32 && value > 1; i++) {
    value >>= 1;
    log++;
  }
  return log;
}

SEC("socket") int size_histogram(struct __sk_buff *skb) {
  __u32 key = 0;
  struct histogram *histogram = bpf_map_lookup_elem(&histograms, &key);
  if (!histogram)
    return 0;
  __u32 slot = log2_of(skb->len) & 15;
  __sync_fetch_and_add(&histogram->slots[slot], 1);
  return skb->len;
}
