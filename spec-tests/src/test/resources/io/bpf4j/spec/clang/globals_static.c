/* Static variables, arrays of them, strings and pointers into them. */
#include "common.h"
static u64 counts[16];
static u32 enabled = SCALE;
static const char *const names[] = {"zero", "one", "two"};
volatile const u32 threshold = 10 * SCALE;
u8 matrix[4][8] = {{1, 2, 3}, {4, 5, SCALE}};
SECTION("tc") u64 bump(u32 *p) {
  if (!enabled || p[0] < threshold) return 0;
  u32 slot = p[1] & 15;
  __sync_fetch_and_add(&counts[slot], 1);
  return counts[15 - slot] + matrix[slot & 3][p[2] & 7];
}
SECTION("tc") u64 disable(void *p) {
  enabled = 0;
  return (u64)names[0][0];
}
