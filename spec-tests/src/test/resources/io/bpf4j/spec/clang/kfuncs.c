/* Kernel functions and variables by name, strong and weak. */
#include "common.h"
extern void bpf_rcu_read_lock(void) __attribute__((section(".ksyms")));
extern void bpf_rcu_read_unlock(void) __attribute__((section(".ksyms")));
extern const int runqueues __attribute__((section(".ksyms")));
extern const void optional_symbol __attribute__((weak, section(".ksyms")));
SECTION("tc") u64 locked(u64 *p) {
  bpf_rcu_read_lock();
  u64 x = p[0] + SCALE + (u64)&runqueues;
  bpf_rcu_read_unlock();
  return &optional_symbol ? x : 0;
}
LICENSE("GPL");
