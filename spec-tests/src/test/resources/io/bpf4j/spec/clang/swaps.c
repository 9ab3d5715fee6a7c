/* Conversions between byte orders and swaps, of every width, also in memory. */
#include "common.h"
SECTION("tc") u64 swap64(u64 *p) { return __builtin_bswap64(p[0] + SCALE) ^ __builtin_bswap64(p[1]); }
SECTION("tc") u32 swap32(u32 *p) { return __builtin_bswap32(p[0] * SCALE); }
SECTION("tc") u16 swap16(u16 *p) { return __builtin_bswap16(p[0]) + __builtin_bswap16(p[SCALE]); }
SECTION("tc") u64 orders(u64 x) {
  u64 a = x, b = x, c = x;
  asm volatile("%0 = be16 %0" : "+r"(a));
  asm volatile("%0 = be32 %0" : "+r"(b));
  asm volatile("%0 = be64 %0" : "+r"(c));
  x ^= a + b - c;
  asm volatile("%0 = le16 %0" : "+r"(a));
  asm volatile("%0 = le32 %0" : "+r"(b));
  asm volatile("%0 = le64 %0" : "+r"(c));
  return x ^ a ^ b ^ c;
}
#if CPU >= 4
SECTION("tc") u64 always(u64 x) {
  asm volatile("%0 = bswap16 %0" : "+r"(x));
  asm volatile("%0 = bswap32 %0" : "+r"(x));
  asm volatile("%0 = bswap64 %0" : "+r"(x));
  return x;
}
#endif
