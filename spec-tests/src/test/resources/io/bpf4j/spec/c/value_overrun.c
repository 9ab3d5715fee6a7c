/* rejected: an index of up to 16 into an array of 16. */
#include "bpf.h"

struct table {
  __u32 entries[16];
};

struct {
  __uint(type, MAP_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct table);
} tables SEC(".maps");

SEC("socket") int value_overrun(struct __sk_buff *skb) {
  __u32 key = 0;
  struct table *table = bpf_map_lookup_elem(&tables, &key);
  __u32 index = skb->len;
  if (!table || index > 16)
    return 0;
  return table->entries[index];
}
