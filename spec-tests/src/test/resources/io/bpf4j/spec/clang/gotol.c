/* from v4: a jump over more than 32767 instructions. */
#include "common.h"
SECTION("tc") u64 leap(u64 x) {
  asm volatile(
      "if %0 > 5 goto +1\n"
      "1: gotol 2f\n"
      ".rept 10000\n"
      "%0 += 1\n"
      "%0 ^= 7\n"
      "%0 *= 3\n"
      "%0 -= 5\n"
      ".endr\n"
      "2: if %0 > 9 goto +1\n"
      "gotol 1b" : "+r"(x));
  return x + SCALE;
}
