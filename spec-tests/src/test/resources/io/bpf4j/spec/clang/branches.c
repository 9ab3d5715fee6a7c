/* Every comparison, signed and unsigned, of both widths. */
#include "common.h"
SECTION("socket") int unsigned_branches(u64 *p) {
  u64 a = p[0], b = p[1];
  int r = 0;
  if (a > b) p[2] = 1;
  if (a >= SCALE) p[3] = 2;
  if (a < b) p[4] = 3;
  if (a <= 1000 + SCALE) p[5] = 4;
  if (a & 64) r = SCALE;
  if (a != 17) r++;
  return r;
}
SECTION("socket") int signed_branches(s32 *p) {
  s32 a = p[0], b = p[1];
  if (a > b) p[2] = 1;
  if (a >= -SCALE) p[3] = 2;
  if (a < b) p[4] = 3;
  if (a <= 77) p[5] = 4;
  return a == b ? p[6] : p[7];
}
