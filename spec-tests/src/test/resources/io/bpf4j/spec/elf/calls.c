/* Calls of static, global, weak and hidden subprograms, from two sections; a callback's address. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define NOINLINE __attribute__((noinline))

static NOINLINE int twice(int a) {
  return a * 2 + (int)bpf_get_prandom_u32();
}

NOINLINE int global_sum(int a, int b) {
  return twice(a) + b + (int)bpf_get_prandom_u32();
}

__weak NOINLINE int weak_sum(int a) {
  return global_sum(a, 1) + twice(a);
}

__hidden NOINLINE int hidden_sum(int a) {
  return weak_sum(a) ^ (int)bpf_get_prandom_u32();
}

struct round {
  int sum;
};

static long add(__u32 index, void *context) {
  struct round *round = context;

  round->sum += twice(index);
  return 0;
}

SEC("xdp")
int first(struct xdp_md *ctx) {
  struct round round = {};

  bpf_loop(4, add, &round, 0);
  return hidden_sum(round.sum) & 1 ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int second(struct xdp_md *ctx) {
  return global_sum(1, twice(2)) & 1 ? XDP_PASS : XDP_DROP;
}

SEC("socket")
int third(struct __sk_buff *skb) {
  return twice(skb->len);
}

char _license[] SEC("license") = "GPL";
