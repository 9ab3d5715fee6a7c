#include "common.h"
struct {
  int (*type)[1];
  u32 *key;
  u64 *value;
  int (*max_entries)[16 * SCALE];
} hits SECTION(".maps");
static void *(*lookup)(void *, const void *) = (void *)1;
static long (*update)(void *, const void *, const void *, u64) = (void *)2;
SECTION("xdp") int count(u32 *context) {
  u32 key = context[0];
  u64 *value = lookup(&hits, &key);
  if (value) {
    *value += SCALE;
    return 2;
  }
  u64 first = 1;
  update(&hits, &key, &first, 0);
  return 1;
}
