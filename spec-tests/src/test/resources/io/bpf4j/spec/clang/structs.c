/* Structs by value and by address, nested arrays and unions. */
#include "common.h"
struct point { s32 x, y; };
struct shape { struct point corners[4]; union { u64 id; u32 halves[2]; }; };
static NOINLINE s64 area(struct shape *s) {
  s64 sum = 0;
  for (int i = 0; i < 3; i++)
    sum += (s64)s->corners[i].x * s->corners[i + 1].y - (s64)s->corners[i + 1].x * s->corners[i].y;
  return sum;
}
SECTION("socket") s64 measure(u32 *p) {
  struct shape s = {.corners = {{1, 2}, {3, SCALE}}, .id = p[0]};
  s.corners[2] = (struct point){(s32)p[1], (s32)p[2]};
  s.corners[p[3] & 3].x -= 9;
  return area(&s) + s.halves[1];
}
