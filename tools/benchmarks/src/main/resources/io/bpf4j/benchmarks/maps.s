# 64 rounds over 1024 flows: a lookup in a hash map, inserted where it is new, and a counter in an array.
.license "GPL"
.map flows, hash, key=4, value=16, entries=1024
.map totals, array, key=4, value=8, entries=64
.section "xdp"
.program maps
  r6 = *(u32 *)(r1 + 12)
  r7 = 64
  r8 = 0
round:
  w6 *= 0x41c64e6d              # a linear congruential generator
  w6 += 12345
  w1 = w6
  w1 >>= 16
  w1 &= 1023
  *(u32 *)(r10 - 4) = r1
  r2 = r10
  r2 += -4
  r1 = flows ll
  call bpf_map_lookup_elem
  if r0 == 0 goto new
  r1 = *(u64 *)(r0 + 0)
  r1 += 1
  *(u64 *)(r0 + 0) = r1
  r1 = 64
  lock *(u64 *)(r0 + 8) += r1
  goto total
new:
  r1 = 1
  *(u64 *)(r10 - 24) = r1
  r1 = 64
  *(u64 *)(r10 - 16) = r1
  r2 = r10
  r2 += -4
  r3 = r10
  r3 += -24
  r4 = 0
  r1 = flows ll
  call bpf_map_update_elem
total:
  w1 = w6
  w1 >>= 26
  *(u32 *)(r10 - 8) = r1
  r2 = r10
  r2 += -8
  r1 = totals ll
  call bpf_map_lookup_elem
  if r0 == 0 goto next
  r1 = *(u64 *)(r0 + 0)
  r1 += 1
  *(u64 *)(r0 + 0) = r1
  r8 += 1
next:
  r7 += -1
  if r7 != 0 goto round
  r0 = r8
  exit
