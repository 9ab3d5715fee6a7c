/* Programs of many types, told apart by their sections' names. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp.frags")
int frags(struct xdp_md *ctx) {
  return XDP_PASS;
}

SEC("tc")
int classify(struct __sk_buff *skb) {
  return 0;
}

SEC("cgroup_skb/egress")
int leave(struct __sk_buff *skb) {
  return 1;
}

SEC("tracepoint/syscalls/sys_enter_getpid")
int enter(void *ctx) {
  return 0;
}

SEC("kprobe/do_nanosleep")
int probe(void *ctx) {
  return 0;
}

SEC("sk_msg")
int verdict(struct sk_msg_md *message) {
  return 1;
}

char _license[] SEC("license") = "GPL";
