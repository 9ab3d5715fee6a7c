/* Counted, searching and nested loops. */
#include "common.h"
SECTION("xdp") u64 sum(u8 *p) {
  u64 total = 0;
  for (u32 i = 0; i < 16 * SCALE; i++) total += p[i];
  return total;
}
SECTION("xdp") u32 find(const u32 *p) {
  u32 i = 0;
  while (p[i] != SCALE && i < 1000) i += 1 + (p[i] & 3);
  return i;
}
SECTION("xdp") int nested(s16 *p) {
  s32 best = 0;
  for (int i = 0; i < 9; i++)
    for (int j = i; j < 9; j++)
      if (p[i] - p[j] > best) best = p[i] - p[j];
  return best;
}
