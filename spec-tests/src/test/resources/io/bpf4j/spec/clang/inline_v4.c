/* from v4: inline assembly with what v4 brought, and may_goto. */
#include "common.h"
SECTION("tc") s64 signed_loads(s64 *p) {
  s64 a, b, c;
  asm volatile("%0 = *(s8 *)(%1 + 1)" : "=r"(a) : "r"(p));
  asm volatile("%0 = *(s16 *)(%1 + 2)" : "=r"(b) : "r"(p));
  asm volatile("%0 = *(s32 *)(%1 - 4)" : "=r"(c) : "r"(p));
  asm volatile("%0 = (s8)%0" : "+r"(a));
  asm volatile("%0 = (s16)%0" : "+r"(b));
  asm volatile("%0 = (s32)%0" : "+r"(c));
  asm volatile("%0 s/= %1\n%0 s%%= 7\n%1 s/= -3\n%1 s%%= %0" : "+r"(a), "+r"(b));
  return a + b + c;
}
SECTION("tc") s32 signed32(s32 a, s32 b) {
  asm volatile("%0 s/= %1\n%0 s%%= 9\n%0 = (s8)%0\n%1 = (s16)%1" : "+w"(a), "+w"(b));
  return a + b;
}
SECTION("tc") u64 distant(u64 x) {
  asm volatile("gotol +1\n%0 += 1\ngotol -0x1\n%0 -= 1" : "+r"(x));
  return x;
}
SECTION("tc") u64 bounded(u64 x) {
  asm volatile("if %0 & 8 goto +1\nif %0 & %0 goto +0\n1: %0 += 3\nmay_goto 2f\ngoto 1b\n2: may_goto +0" : "+r"(x));
  return x + SCALE;
}
