/* The address of a subprogram, for helpers that call back. */
#include "common.h"
static long (*loop)(u32, void *, void *, u64) = (void *)181;
static long (*each)(void *, void *, void *, u64) = (void *)164;
MAP(table, 2, u32, u64, 8);
struct sum { u64 total; u32 seen; };
static long add(u32 index, struct sum *s) {
  s->total += index * SCALE;
  return s->total > 1000;
}
static long visit(void *map, const u32 *key, u64 *value, struct sum *s) {
  s->total += *value;
  s->seen++;
  return 0;
}
SECTION("tc") int run(u32 *p) {
  struct sum s = {};
  loop(10 * SCALE, add, &s, 0);
  each(&table, visit, &s, 0);
  return (int)s.total + s.seen;
}
LICENSE("GPL");
