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
#define INLINE inline __attribute__((always_inline))
/* A constant that differs between two compilations of one source. */
#ifndef SCALE
#define SCALE 3
#endif
/* The level asked for by -mcpu=, such as 3. */
#ifndef CPU
#define CPU 1
#endif
#define LICENSE(text) char _license[] SECTION("license") = text
/* A map of BTF-style attributes. */
#define ATTRIBUTE(name, number) int (*name)[number]
#define MAP(name, kind, k, v, entries) \
  struct { \
    ATTRIBUTE(type, kind); \
    k *key; \
    v *value; \
    ATTRIBUTE(max_entries, entries); \
  } name SECTION(".maps")
static void *(*map_lookup)(void *, const void *) = (void *)1;
static long (*map_update)(void *, const void *, const void *, u64) = (void *)2;
static long (*map_delete)(void *, const void *) = (void *)3;
static u64 (*now)(void) = (void *)5;
static long (*print)(const char *, u32, ...) = (void *)6;
static u32 (*random32)(void) = (void *)7;
static u32 (*processor)(void) = (void *)8;
static long (*tail_call)(void *, void *, u32) = (void *)12;
#define NETWORK16(x) __builtin_bswap16(x)
struct xdp { u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex; };
