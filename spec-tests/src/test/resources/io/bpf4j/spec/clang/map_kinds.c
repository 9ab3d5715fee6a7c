/* Arrays, per-CPU maps, ring buffer, and several maps in one program. */
#include "common.h"
MAP(settings, 2, u32, u64, 4);
MAP(per_cpu, 6, u32, u64, SCALE);
struct { ATTRIBUTE(type, 27); ATTRIBUTE(max_entries, 4096); } events SECTION(".maps");
static void *(*reserve)(void *, u64, u64) = (void *)131;
static void (*submit)(void *, u64) = (void *)132;
SECTION("tracepoint/sched/sched_switch") int switched(u64 *p) {
  u32 zero = 0;
  u64 *on = map_lookup(&settings, &zero);
  if (!on || *on != SCALE) return 0;
  u64 *count = map_lookup(&per_cpu, &zero);
  if (count) ++*count;
  struct { u64 when; u32 cpu; } *event = reserve(&events, sizeof(*event), 0);
  if (!event) return 0;
  event->when = now();
  event->cpu = processor();
  submit(event, 0);
  return 0;
}
LICENSE("GPL");
