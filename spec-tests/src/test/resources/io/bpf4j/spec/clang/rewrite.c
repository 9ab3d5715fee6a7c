/* Packet bytes swapped in place, and the checksum of what changed. */
#include "common.h"
SECTION("xdp") int mirror(struct xdp *context) {
  u8 *data = (u8 *)(u64)context->data;
  if (data + 34 > (u8 *)(u64)context->data_end) return 2;
  for (int i = 0; i < 6; i++) {
    u8 keep = data[i];
    data[i] = data[6 + i];
    data[6 + i] = keep;
  }
  u16 *ip = (u16 *)(data + 14);
  u32 sum = 0;
  data[22] -= SCALE;
  ip[5] = 0;
#pragma unroll
  for (int i = 0; i < 10; i++) sum += ip[i];
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  ip[5] = (u16)~sum;
  return 3;
}
LICENSE("GPL");
