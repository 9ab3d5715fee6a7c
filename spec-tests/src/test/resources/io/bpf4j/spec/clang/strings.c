/* Strings on the stack, compared, measured and printed. */
#include "common.h"
SECTION("kprobe/do_nothing") int greet(u64 *p) {
  char text[] = "value %d of %d in bpf4j\n";
  print(text, sizeof(text), p[0], (u64)SCALE);
  return 0;
}
SECTION("kprobe/do_nothing") int length(const char *p) {
  int n = 0;
  while (n < 64 && p[n]) n++;
  return n;
}
SECTION("kprobe/do_nothing") int starts(const char *p) {
  const char want[8] = "prefix";
#pragma unroll
  for (int i = 0; i < 6; i++)
    if (p[i] != want[i]) return 0;
  return SCALE;
}
