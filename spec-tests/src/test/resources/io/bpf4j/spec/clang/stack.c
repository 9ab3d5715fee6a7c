/* A struct on the stack, filled byte by byte, and spilled values. */
#include "common.h"
struct record { u64 a; u32 b; u16 c; u8 d; u8 e[SCALE + 9]; };
SECTION("tracepoint") int fill(u64 *p) {
  struct record r = {.a = p[0], .b = (u32)p[1], .c = 7, .d = SCALE};
  for (u32 i = 0; i < sizeof(r.e); i++) r.e[i] = (u8)(p[2] >> i);
  return (int)print((const char *)&r, sizeof(r));
}
SECTION("tracepoint") u64 spills(u64 *p) {
  volatile u64 keep[6];
  for (int i = 0; i < 6; i++) keep[i] = p[i] + SCALE;
  return keep[0] + keep[5] * keep[3];
}
