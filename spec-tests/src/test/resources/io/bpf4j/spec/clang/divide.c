/* Division and remainder; signed from v4 on. */
#include "common.h"
SECTION("tc") u64 unsigned_division(u64 *p, u32 *q) {
  return p[0] / SCALE + p[1] % (p[2] | 1) + q[0] / (q[1] | 1) + q[2] % 10;
}
#if CPU >= 4
SECTION("tc") s64 signed_division(s64 *p, s32 *q) {
  return p[0] / SCALE + p[1] % (p[2] | 1) + q[0] / (q[1] | 1) + q[2] % 10;
}
#endif
