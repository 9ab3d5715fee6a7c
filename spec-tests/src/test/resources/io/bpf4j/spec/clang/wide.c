/* 64-bit immediates. */
#include "common.h"
SECTION("tc") u64 constants(u64 *p) {
  p[0] = 0x123456789abcdef0ul * SCALE;
  p[1] = ~0ul << 40;
  p[2] = 0x80000000ul;
  p[3] = (u64)-SCALE;
  return p[4] & 0xffffffff00000000ul;
}
SECTION("tc") u64 hash(u64 *p) {
  u64 h = 0xcbf29ce484222325ul;
  for (int i = 0; i < 4; i++) h = (h ^ p[i]) * 0x100000001b3ul;
  return h;
}
