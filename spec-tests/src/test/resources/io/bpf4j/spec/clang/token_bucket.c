/* A rate limit: time, multiplication, division and a map value changed in place. */
#include "common.h"
struct bucket { u64 last, tokens; };
MAP(buckets, 9, u32, struct bucket, 1024);
SECTION("tc") int limit(u32 *context) {
  u32 key = context[2];
  struct bucket *b = map_lookup(&buckets, &key);
  u64 time = now();
  if (!b) {
    struct bucket fresh = {time, 1000 * SCALE};
    map_update(&buckets, &key, &fresh, 1);
    return 0;
  }
  u64 earned = (time - b->last) / 1000000 * SCALE;
  u64 tokens = b->tokens + earned;
  if (tokens > 1000 * SCALE) tokens = 1000 * SCALE;
  b->last = time;
  if (tokens < context[0]) { b->tokens = tokens; return 2; }
  b->tokens = tokens - context[0];
  return 0;
}
LICENSE("GPL");
