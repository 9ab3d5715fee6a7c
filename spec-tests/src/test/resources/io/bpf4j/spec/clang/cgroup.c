/* A verdict by fields of the context and a map, and a default by default. */
#include "common.h"
struct device { u32 access, major, minor; };
MAP(allowed, 1, struct device, u32, 64);
SECTION("cgroup/dev") int allow(struct device *context) {
  struct device key = {context->access & 0xffff, context->major, context->minor};
  u32 *wanted = map_lookup(&allowed, &key);
  if (wanted) return (context->access >> 16 & ~*wanted) == 0;
  map_delete(&allowed, &key);
  return context->major == 1 && context->minor == SCALE;
}
LICENSE("GPL");
