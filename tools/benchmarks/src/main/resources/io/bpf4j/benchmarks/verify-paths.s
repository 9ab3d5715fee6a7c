# Numbers that depend on the way and matter at the end: no path is like another.
.license "GPL"
.map values, array, key=4, value=1048576, entries=1
.section "xdp"
.program verify
  r6 = *(u32 *)(r1 + 12)
  r1 = values ll
  *(u32 *)(r10 - 4) = 0
  r2 = r10
  r2 += -4
  call bpf_map_lookup_elem
  if r0 == 0 goto end
  r7 = 0
$BITS
  r0 += r7
  *(u8 *)(r0 + 0) = 1
end:
  r0 = 2
  exit
