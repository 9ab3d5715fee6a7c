/* Bit fields, packed and not. */
#include "common.h"
struct flags { u32 a : 3, b : 5, c : 11, d : 13; u64 wide : 37, rest : 27; };
struct tight { u8 kind : 4, more : 4; u16 value; s32 number : 20; } __attribute__((packed));
SECTION("tc") u64 get(struct flags *f, struct tight *t) { return f->a + f->b * f->c + f->wide + t->more + t->number; }
SECTION("tc") int set(struct flags *f, struct tight *t) {
  f->b = SCALE;
  f->d += 77;
  f->rest = f->wide;
  t->kind ^= SCALE;
  t->number = -SCALE;
  return 0;
}
