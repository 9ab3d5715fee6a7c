/* Ethernet, VLAN, IPv4 and ports of an XDP packet, with bounds checks. */
#include "common.h"
struct ethernet { u8 to[6], from[6]; u16 protocol; } __attribute__((packed));
struct vlan { u16 tag, protocol; };
struct ipv4 { u8 version_length, tos; u16 total, id, fragment; u8 ttl, protocol; u16 sum; u32 from, to; };
struct ports { u16 from, to; };
SECTION("xdp") int parse(struct xdp *context) {
  u8 *data = (u8 *)(u64)context->data, *end = (u8 *)(u64)context->data_end;
  struct ethernet *eth = (void *)data;
  if ((u8 *)(eth + 1) > end) return 1;
  u8 *next = (u8 *)(eth + 1);
  u16 protocol = eth->protocol;
#pragma unroll
  for (int i = 0; i < 2; i++) {
    if (protocol != NETWORK16(0x8100) && protocol != NETWORK16(0x88a8)) break;
    struct vlan *vlan = (void *)next;
    if ((u8 *)(vlan + 1) > end) return 1;
    protocol = vlan->protocol;
    next = (u8 *)(vlan + 1);
  }
  if (protocol != NETWORK16(0x800)) return 2;
  struct ipv4 *ip = (void *)next;
  if ((u8 *)(ip + 1) > end || (ip->version_length & 15) < 5) return 1;
  struct ports *ports = (void *)(next + (ip->version_length & 15) * 4);
  if ((u8 *)(ports + 1) > end) return 1;
  return ip->protocol == 17 && ports->to == NETWORK16(53 * SCALE) ? 1 : 2;
}
LICENSE("GPL");
