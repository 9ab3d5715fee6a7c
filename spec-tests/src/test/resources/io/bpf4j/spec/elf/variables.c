/* Global variables: constants, initialised and zero, static and visible, sections of their own, strings. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

const volatile __u32 limit = 64;
const volatile char label[5] = "abcd";
__u64 packets;
__u32 threshold = 3;
static volatile __u32 hidden_zero;
static volatile __u32 hidden = 9;
__u32 custom SEC(".data.custom") = 77;
const volatile __u32 tuned SEC(".rodata.tuned") = 5;
static __u64 history[4];

SEC("socket")
int count(struct __sk_buff *skb) {
  __u32 i = skb->len & 3;

  packets++;
  hidden_zero += hidden;
  history[i] += custom + tuned;
  if (skb->len > limit)
    threshold++;
  if (label[i] == 'c')
    bpf_printk("packet of %d bytes, %s", skb->len, "a string of its own");
  return history[3] > threshold;
}

char _license[] SEC("license") = "Dual MIT/GPL";
