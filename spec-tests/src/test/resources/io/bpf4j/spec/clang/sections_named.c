/* Variables in sections with names of their own, weak ones, and data of no code. */
#include "common.h"
SECTION(".data.config") u32 limits[4] = {1, 2, SCALE, 4};
SECTION(".rodata.table") volatile const u64 squares[5] = {0, 1, 4, 9, 16};
SECTION(".bss.scratch") u8 scratch[64];
__attribute__((weak)) u64 tuning = SCALE;
SECTION("cgroup_skb/egress") int filter(u32 *p) {
  scratch[p[0] & 63] = (u8)limits[p[1] & 3];
  return squares[p[2] % 5] > tuning;
}
LICENSE("Dual BSD/GPL");
