/* Kernel functions that take nothing, and a kernel symbol without a type. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern const void schedule __ksym;

SEC("tc")
int locked(struct __sk_buff *skb) {
  long address = (long)&schedule;

  bpf_rcu_read_lock();
  bpf_rcu_read_unlock();
  return address == skb->len;
}

char _license[] SEC("license") = "GPL";
