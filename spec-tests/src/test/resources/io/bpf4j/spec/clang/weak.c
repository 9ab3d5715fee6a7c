/* Weak functions, and further symbols at the place of one. */
#include "common.h"
NOINLINE u64 base(u64 x) { return x * SCALE; }
asm(".globl other\n.set other, base\n.weak alternative\n.type alternative, @function\n.set alternative, base");
__attribute__((weak)) NOINLINE u64 replaced(u64 x) { return x + 1; }
SECTION("tc") u64 caller(u64 *p) { return base(p[0]) + replaced(p[2]); }
