/* Hashes and mixing: rotations, shifts and multiplications. */
#include "common.h"
static INLINE u32 rotate(u32 x, u32 by) { return x << by | x >> (32 - by); }
SECTION("socket") u32 mix(u32 *p) {
  u32 a = p[0], b = p[1], c = 0xdeadbeef + SCALE;
  a ^= c; a -= rotate(c, 14);
  b ^= a; b -= rotate(a, 11);
  c ^= b; c -= rotate(b, 25);
  return a * 0x85ebca6b ^ rotate(b, 13) ^ c;
}
SECTION("socket") u64 fnv(u8 *p) {
  u64 h = 0xcbf29ce484222325ul;
  for (int i = 0; i < 8 * SCALE; i++) h = (h ^ p[i]) * 0x100000001b3ul;
  return h ^ h >> 32;
}
