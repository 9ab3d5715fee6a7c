# A counted loop over a map's value.
.license "GPL"
.map values, array, key=4, value=256, entries=1
.section "xdp"
.program verify
  r1 = values ll
  *(u32 *)(r10 - 4) = 0
  r2 = r10
  r2 += -4
  call bpf_map_lookup_elem
  if r0 == 0 goto end
  r6 = 0
round:
  r1 = r6
  r1 &= 248
  r2 = r0
  r2 += r1
  r3 = *(u64 *)(r2 + 0)
  r3 += r6
  *(u64 *)(r2 + 0) = r3
  r6 += 1
  if r6 < $N goto round
end:
  r0 = 2
  exit
