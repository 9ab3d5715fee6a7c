/* Copies, fills and comparisons of memory that the compiler expands. */
#include "common.h"
struct block { u8 bytes[24 + SCALE]; };
struct pair { u64 first, second; u16 third; };
SECTION("tc") int copy(struct block *p) { p[1] = p[0]; return 0; }
SECTION("tc") int aligned(struct pair *p) {
  __builtin_memcpy(p + 1, p, sizeof(*p));
  __builtin_memset(p + 2, 0, sizeof(*p));
  __builtin_memset(p + 3, SCALE, sizeof(*p));
  return 0;
}
SECTION("tc") int through_stack(u64 *p) {
  struct block b;
  __builtin_memcpy(&b, p, sizeof(b));
  asm volatile("" ::"r"(&b) : "memory");
  __builtin_memcpy(p + 8, &b, sizeof(b));
  return b.bytes[SCALE];
}
SECTION("tc") int overlapping(u64 *p) { __builtin_memmove(p + 1, p, 32); return 0; }
