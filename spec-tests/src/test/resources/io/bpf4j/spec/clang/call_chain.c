/* A chain of subprograms with five arguments and a pointer to the caller's stack. */
#include "common.h"
static NOINLINE u64 five(u64 a, u64 b, u64 c, u64 d, u64 *out) { *out += a ^ b; return a * b + c * d + SCALE; }
static NOINLINE u64 four(u64 a, u64 b, u64 c, u64 *out) { return five(a, b, c, a - b, out) + 1; }
NOINLINE int entry(u32 a, u32 b) { u64 x = a; return (int)four(a, b, a + b, &x) + (int)x; }
SECTION("tc") int main_program(u32 *p) {
  u64 local = SCALE;
  u64 r = four(p[0], p[1], p[2], &local);
  return (int)(r + local) + entry(p[3], p[4]);
}
