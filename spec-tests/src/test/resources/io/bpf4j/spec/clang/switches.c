/* Switches and chains of conditions. */
#include "common.h"
SECTION("socket") int classify(u32 *p) {
  switch (p[0]) {
    case 1: return 10;
    case 2: return p[1];
    case 3: return p[2] * SCALE;
    case 5: return p[3] >> 3;
    case 0x86dd: return -6;
    case 0xffffffff: return 99;
    default: return 0;
  }
}
SECTION("socket") u64 choose(u64 *p) {
  return p[0] == 4 ? p[1] : p[0] == 6 ? p[2] : p[0] > 0x8000000000ul ? SCALE : p[3];
}
