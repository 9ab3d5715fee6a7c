/* accepted: counts packets by protocol, every header checked against the end. */
#include "bpf.h"

struct {
  __uint(type, MAP_PERCPU_ARRAY);
  __uint(max_entries, 256);
  __type(key, __u32);
  __type(value, __u64);
} packets SEC(".maps");

struct ethernet {
  __u8 destination[6], source[6];
  __u16 protocol;
} __attribute__((packed));

struct ipv4 {
  __u8 version_length, service;
  __u16 length, id, fragment;
  __u8 ttl, protocol;
  __u16 checksum;
  __u32 source, destination;
};

SEC("xdp") int count_protocols(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data;
  void *end = (void *)(long)ctx->data_end;
  struct ethernet *eth = data;
  if ((void *)(eth + 1) > end || eth->protocol != bswap16(0x0800))
    return XDP_PASS;
  struct ipv4 *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end)
    return XDP_PASS;
  __u32 key = ip->protocol;
  __u64 *count = bpf_map_lookup_elem(&packets, &key);
  if (count)
    *count += 1;
  return XDP_PASS;
}
