/* Lookup and update of a hash map. */
#include "common.h"
MAP(hits, 1, u32, u64, 16 * SCALE);
SECTION("xdp") int count(u32 *context) {
  u32 key = context[0];
  u64 *value = map_lookup(&hits, &key);
  if (value) {
    *value += SCALE;
    return 2;
  }
  u64 first = 1;
  map_update(&hits, &key, &first, 0);
  return 1;
}
LICENSE("GPL");
