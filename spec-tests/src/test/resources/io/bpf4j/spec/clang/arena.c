/* from v3, LLVM 19: pointers of another address space, and casts between. */
#include "common.h"
#define ARENA __attribute__((address_space(1)))
struct node { struct node ARENA *next; u64 value; };
SECTION("syscall") u64 walk(u64 *p) {
  struct node ARENA *at = (struct node ARENA *)p[0];
  u64 sum = 0;
  for (int i = 0; i < 10 * SCALE && at; i++) {
    sum += ((struct node *)at)->value;
    at = at->next;
  }
  return sum;
}
SECTION("syscall") u64 store(u64 *p) {
  u64 ARENA *to = (u64 ARENA *)p[1];
  to[0] = p[2];
  to[SCALE] += 1;
  return (u64)to;
}
SECTION("syscall") u64 plain(u64 x) {
  asm volatile("%0 = addr_space_cast(%0, 0, 1)" : "+r"(x));
  asm volatile("%0 = addr_space_cast(%0, 1, 0)" : "+r"(x));
  return x;
}
