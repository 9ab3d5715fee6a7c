/* Static and global subprograms, in two sections, and helpers. */
#include "common.h"
static NOINLINE u64 twice(u64 x) { return x * 2 + SCALE; }
NOINLINE u64 outer(u64 x, u64 y) { return twice(x) - twice(y + 1); }
SECTION("xdp") u64 caller(u64 *p) {
  u64 start = now();
  p[0] = outer(p[1], start);
  return twice(p[2]) + random32();
}
SECTION("xdp") static NOINLINE u64 beside(u64 x) { return x ^ SCALE; }
SECTION("xdp") u64 neighbour(u64 *p) { return beside(p[0]) + beside(p[1]); }
