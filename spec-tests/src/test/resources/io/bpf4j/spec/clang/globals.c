/* Variables in .data, .bss and .rodata, and a string. */
#include "common.h"
u64 counter = SCALE;
static volatile u32 hidden;
static const volatile u16 table[8] = {1, 2, 3, 4, SCALE};
const char text[] = "global text";
SECTION("tc") u64 globals(u64 *p) {
  counter += p[0];
  hidden = hidden + 1;
  return counter + table[p[1] & 7] + text[p[2] & 7];
}
char its_license[] SECTION("license") = "GPL";
