/* Every way to define a map: sizes, types, flags, map_extra, inner maps, slots filled at load. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct event {
  __u64 at;
  __u32 length;
};

struct counters {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 8);
  __type(key, __u32);
  __type(value, __u64);
};

struct counters first SEC(".maps");
struct counters second SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, __u32);
  __type(value, struct event);
} events SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_LPM_TRIE);
  __uint(max_entries, 16);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(key_size, 8);
  __uint(value_size, 12);
} prefixes SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
  __uint(max_entries, 100);
  __uint(map_extra, 3);
  __type(value, __u64);
} seen SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 2);
  __type(key, __u32);
  __type(value, __u32[3]);
} percpu SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint(max_entries, 4);
  __type(key, __u32);
  __array(values, struct counters);
} tables SEC(".maps") = {.values = {[0] = &first, [2] = &second}};

int drop(struct xdp_md *ctx);

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 3);
  __uint(key_size, sizeof(__u32));
  __array(values, int(void *));
} jumps SEC(".maps") = {.values = {[1] = (void *)&drop}};

SEC("xdp")
int drop(struct xdp_md *ctx) {
  return XDP_DROP;
}

SEC("xdp")
int uses_all(struct xdp_md *ctx) {
  __u32 key = 1;
  __u64 wide = 7;
  struct event *event = bpf_map_lookup_elem(&events, &key);
  void *table = bpf_map_lookup_elem(&tables, &key);
  __u32 *slot = bpf_map_lookup_elem(&percpu, &key);
  void *record;

  if (event)
    event->length++;
  if (table && bpf_map_lookup_elem(table, &key))
    return XDP_PASS;
  if (slot)
    slot[2] = key;
  if (bpf_map_lookup_elem(&prefixes, &wide) || !bpf_map_peek_elem(&seen, &wide))
    return XDP_PASS;
  record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (record)
    bpf_ringbuf_discard(record, 0);
  bpf_tail_call(ctx, &jumps, 1);
  return XDP_ABORTED;
}

char _license[] SEC("license") = "GPL";
