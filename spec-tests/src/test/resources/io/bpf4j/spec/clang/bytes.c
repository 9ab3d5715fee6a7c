/* Byte swaps, unaligned fields, sign extension. */
#include "common.h"
SECTION("tc") u64 order(u64 *p) {
  p[1] = __builtin_bswap16((u16)p[0]);
  p[2] = __builtin_bswap32((u32)p[0] + SCALE);
  return __builtin_bswap64(p[0]);
}
struct wire { u8 version; u16 length; u32 id; u64 stamp; } __attribute__((packed));
SECTION("tc") u64 unaligned(struct wire *w) {
  w->version += SCALE;
  return w->length + w->id + w->stamp;
}
SECTION("tc") s64 extended(s8 *a, s16 *b, s32 *c) {
  s64 wide = c[0];
  return a[0] + b[SCALE] + wide + (s8)wide + (s16)(wide >> 3);
}
