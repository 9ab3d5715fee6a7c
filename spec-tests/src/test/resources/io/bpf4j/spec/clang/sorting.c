/* Sorting and searching on the stack. */
#include "common.h"
SECTION("socket") u32 median(u32 *p) {
  u32 v[7];
  for (int i = 0; i < 7; i++) v[i] = p[i] * SCALE;
  for (int i = 1; i < 7; i++)
    for (int j = i; j > 0 && v[j - 1] > v[j]; j--) {
      u32 keep = v[j];
      v[j] = v[j - 1];
      v[j - 1] = keep;
    }
  return v[3];
}
static const u16 thresholds[8] = {1, 5, 9, 40, 90, 200, 1000, 60000};
SECTION("socket") u32 find(u32 *p) {
  u32 low = 0, high = 8;
  while (low < high) {
    u32 middle = (low + high) / 2;
    if (thresholds[middle & 7] < p[0]) low = middle + 1; else high = middle;
  }
  return low;
}
