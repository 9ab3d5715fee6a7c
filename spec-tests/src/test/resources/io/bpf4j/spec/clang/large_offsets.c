/* Offsets and constants at the border of their fields. */
#include "common.h"
SECTION("tc") u64 far(u8 *p) {
  return *(u64 *)(p + 32760) + *(u32 *)(p - 32768) + p[32767] + *(u16 *)(p + 40000) + p[-40000 * SCALE];
}
SECTION("tc") int numbers(s64 *p) {
  p[0] = 0x7fffffff;
  p[1] = -0x80000000l;
  p[2] = 0x80000000l;
  p[3] = 0x7fffffffffffffffl;
  p[4] = -SCALE;
  *(u32 *)(p + 5) = 0xffffffff;
  *(u16 *)(p + 6) = 0xfffe;
  *(u8 *)(p + 7) = 0x80;
  return p[8] == 0x7fffffff || p[9] < -0x80000000l;
}
