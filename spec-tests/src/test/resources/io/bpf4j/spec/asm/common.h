/* What the sources here share; they need no other header. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long s64;
#define SECTION(name) __attribute__((section(name), used))
#define NOINLINE __attribute__((noinline))
#ifndef SCALE
#define SCALE 3
#endif
