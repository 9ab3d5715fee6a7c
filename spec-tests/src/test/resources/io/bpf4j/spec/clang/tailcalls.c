/* Tail calls by constant and by computed index. */
#include "common.h"
MAP(stages, 3, u32, u32, 4);
SECTION("xdp") int first(struct xdp *context) {
  tail_call(context, &stages, 1);
  return 1;
}
SECTION("xdp") int second(struct xdp *context) {
  tail_call(context, &stages, (context->rx_queue_index + SCALE) & 3);
  return 2;
}
LICENSE("GPL");
