# A counted loop that calls helpers with memory on the stack and in a map's value.
.license "GPL"
.map flows, hash, key=4, value=16, entries=1024
.section "xdp"
.program verify
  r6 = 0
round:
  *(u32 *)(r10 - 4) = r6
  r2 = r10
  r2 += -4
  r1 = flows ll
  call bpf_map_lookup_elem
  if r0 == 0 goto new
  r1 = *(u64 *)(r0 + 8)
  r1 += 1
  *(u64 *)(r0 + 8) = r1
  goto next
new:
  *(u64 *)(r10 - 24) = 1
  *(u64 *)(r10 - 16) = 0
  r2 = r10
  r2 += -4
  r3 = r10
  r3 += -24
  r4 = 0
  r1 = flows ll
  call bpf_map_update_elem
next:
  r6 += 1
  if r6 < $N goto round
  r0 = 2
  exit
