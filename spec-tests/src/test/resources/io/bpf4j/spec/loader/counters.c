// Every kind of thing that an object brings along: constants, initialised and zeroed globals, a map
// with types, a prog array with a slot filled, a static and a global subprogram.
typedef unsigned int u32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define UINT(name, value) int(*name)[value]
#define TYPE(name, type) type *name

enum { MAP_TYPE_HASH = 1, MAP_TYPE_PROG_ARRAY = 3 };
enum { HELPER_MAP_LOOKUP_ELEM = 1, HELPER_TAIL_CALL = 12 };

static void *(*const map_lookup_elem)(void *map, const void *key) = (void *)HELPER_MAP_LOOKUP_ELEM;
static long (*const tail_call)(void *ctx, void *map, u32 index) = (void *)HELPER_TAIL_CALL;

struct xdp_md {
  u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

struct count {
  u64 packets;
  u64 bytes;
};

struct {
  UINT(type, MAP_TYPE_HASH);
  UINT(max_entries, 16);
  TYPE(key, u32);
  TYPE(value, struct count);
} counts SEC(".maps");

int last(struct xdp_md *ctx);

struct {
  UINT(type, MAP_TYPE_PROG_ARRAY);
  UINT(max_entries, 4);
  TYPE(key, u32);
  int (*values[])(struct xdp_md *);
} next SEC(".maps") = {.values = {[3] = last}};

const volatile u32 verdict = 2;
u64 seen = 100;
u64 calls;

static __attribute__((noinline)) int account(u32 bytes) {
  u32 key = 7;
  struct count *count = map_lookup_elem(&counts, &key);
  if (!count) return 0;
  count->packets++;
  count->bytes += bytes;
  return 1;
}

__attribute__((noinline)) int length_of(struct xdp_md *ctx) { return ctx->data_end - ctx->data; }

SEC("xdp")
int first(struct xdp_md *ctx) {
  seen++;
  calls += account(length_of(ctx));
  tail_call(ctx, &next, 3);
  return 0;
}

SEC("xdp")
int last(struct xdp_md *ctx) {
  calls++;
  return verdict;
}

char licence[] SEC("license") = "Dual MIT/GPL";
