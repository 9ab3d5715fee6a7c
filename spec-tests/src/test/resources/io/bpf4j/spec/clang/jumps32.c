/* Comparisons of 32-bit values with registers, which v3 does not widen. */
#include "common.h"
SECTION("socket") u32 minimum(u32 *p) {
  u32 least = p[0];
  for (u32 i = 1; i < 8; i++)
    if (p[i] < least) least = p[i];
  return least;
}
SECTION("socket") s32 clamp(s32 *p) {
  s32 x = p[0], low = p[1], high = p[2];
  if (x < low) return low;
  if (x > high) return high;
  return x & SCALE ? x : -x;
}
SECTION("socket") u32 mask(u32 *p) {
  u32 out = 0;
  if (p[0] & 0x80000000u) out |= 1;
  if (!(p[1] & SCALE)) out |= 2;
  if (p[2] & p[3]) out |= 4;
  return out;
}
