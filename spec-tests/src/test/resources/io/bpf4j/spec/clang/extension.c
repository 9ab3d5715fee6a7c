/* Narrow signed values loaded, moved and compared: v4 has instructions for it. */
#include "common.h"
struct narrow { s8 a; s16 b; s32 c; u8 d; u16 e; u32 f; };
SECTION("tc") s64 sum(struct narrow *p) { return (s64)p->a + p->b + p->c + p->d + p->e + p->f; }
SECTION("tc") s64 moved(s64 *p) {
  s64 a = p[0], b = p[1];
  p[2] = (s8)a;
  p[3] = (s16)b;
  p[4] = (s32)(a + b);
  return (s8)(a * SCALE) < (s16)b ? a : b;
}
SECTION("tc") s32 moved32(s32 *p) { return (s8)p[0] + (s16)(p[1] >> SCALE) + (s8)(p[2] ^ p[3]); }
