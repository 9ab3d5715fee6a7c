/* A map in a map, and initial slots. */
#include "common.h"
struct inner { ATTRIBUTE(type, 2); u32 *key; u64 *value; ATTRIBUTE(max_entries, 4); };
struct inner one SECTION(".maps"), two SECTION(".maps");
struct {
  ATTRIBUTE(type, 12);
  u32 *key;
  u32 *value;
  ATTRIBUTE(max_entries, 2);
  struct inner *values[];
} outer SECTION(".maps") = {.values = {&one, &two}};
SECTION("tc") u64 nested(u32 *p) {
  u32 index = p[0] & 1, slot = SCALE;
  void *map = map_lookup(&outer, &index);
  u64 *value = map ? map_lookup(map, &slot) : 0;
  return value ? *value : 0;
}
LICENSE("GPL");
