/* from v3: a lock word, counters and flags changed atomically, with the old value in use. */
#include "common.h"
struct shared { u32 lock, readers; u64 flags, ticket; };
SECTION("tc") u64 enter(struct shared *s) {
  if (__sync_val_compare_and_swap(&s->lock, 0, SCALE)) return 0;
  u64 old = __sync_fetch_and_or(&s->flags, 1ul << SCALE);
  u64 ticket = __sync_fetch_and_add(&s->ticket, 1);
  __sync_fetch_and_sub(&s->readers, 1);
  return old ^ ticket;
}
SECTION("tc") u32 leave(struct shared *s) {
  u32 readers = __sync_fetch_and_and(&s->readers, ~SCALE);
  __sync_fetch_and_xor(&s->flags, 0xf0);
  __sync_lock_test_and_set(&s->lock, 0);
  return readers;
}
