/* All operations of both widths. */
#include "common.h"
SECTION("socket") u64 arithmetic64(u64 *p) {
  u64 a = p[0], b = p[1] + SCALE;
  p[2] = a * b + (a / (b | 1)) - (a % (b | 7));
  p[3] = (a << (b & 63)) ^ (a >> (b & 31)) | (u64)((s64)a >> (b & 15));
  return -a & ~b;
}
SECTION("socket") u32 arithmetic32(u32 *p) {
  u32 a = p[0], b = p[1] * SCALE;
  p[2] = a * b + a / (b | 1) + a % (b | 7);
  p[3] = (a << (b & 31)) ^ (a >> 3) | (u32)((s32)a >> 5);
  return -a - b;
}
