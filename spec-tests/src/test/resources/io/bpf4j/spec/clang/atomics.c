/* Atomic additions; from v3 on those that fetch, exchange and compare. */
#include "common.h"
SECTION("tc") int counters(u64 *p, u32 *q) {
  __sync_fetch_and_add(p, SCALE);
  __sync_fetch_and_add(q + 1, SCALE);
  return 0;
}
#if CPU >= 3
SECTION("tc") u64 fetches(u64 *p) {
  u64 a = __sync_fetch_and_add(p, 1) + __sync_fetch_and_or(p + 1, 2);
  a += __sync_fetch_and_and(p + 2, SCALE) ^ __sync_fetch_and_xor(p + 3, 4);
  return a + __sync_lock_test_and_set(p + 4, 5) + __sync_val_compare_and_swap(p + 5, 6, 7);
}
SECTION("tc") u32 fetches32(u32 *p) {
  u32 a = __sync_fetch_and_add(p, 1) + __sync_fetch_and_or(p + 1, 2);
  a += __sync_fetch_and_and(p + 2, SCALE) ^ __sync_fetch_and_xor(p + 3, 4);
  return a + __sync_lock_test_and_set(p + 4, 5) + __sync_val_compare_and_swap(p + 5, 6, 7);
}
#endif
