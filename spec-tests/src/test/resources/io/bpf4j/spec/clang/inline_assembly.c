/* Inline assembly: loads and stores of every size, branches, moves. */
#include "common.h"
SECTION("tc") u64 accesses(u64 *p) {
  u64 out = 0, x;
  asm volatile("%0 = *(u8 *)(%1 + 1)" : "=r"(x) : "r"(p));
  out += x;
  asm volatile("%0 = *(u16 *)(%1 + 2)" : "=r"(x) : "r"(p));
  out += x;
  asm volatile("%0 = *(u32 *)(%1 - 4)" : "=r"(x) : "r"(p));
  out += x;
  asm volatile("%0 = *(u64 *)(%1 + 0)" : "=r"(x) : "r"(p));
  out += x;
  asm volatile("*(u8 *)(%0 + 9) = %1\n*(u16 *)(%0 + 10) = %1\n*(u32 *)(%0 + 12) = %1\n*(u64 *)(%0 - 8) = %1" ::"r"(p), "r"(out + SCALE) : "memory");
  return out;
}
SECTION("tc") u64 branches(u64 x) {
  asm volatile(
      "if %0 s> -7 goto +2\n"
      "%0 s>>= 3\n"
      "goto +1\n"
      "%0 = -%0\n"
      "if %0 == 8 goto 1f\n"
      "%0 ^= 0x7f\n"
      "1: %0 += %0\n"
      "%0 = 0x123456789abcdef ll\n" : "+r"(x));
  return x;
}
#if CPU >= 3
SECTION("tc") u32 narrow(u32 x) {
  asm volatile("%0 s>>= 7\nif %0 s< -5 goto +1\n%0 |= 0x70000000\nif %0 == %0 goto +0" : "+w"(x));
  return x;
}
#endif
