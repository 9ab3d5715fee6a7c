# A counted loop over the headers of a packet.
.license "GPL"
.section "xdp"
.program verify
  r9 = r1
  r6 = 0
round:
  r1 = *(u32 *)(r9 + 0)
  r2 = *(u32 *)(r9 + 4)
  r3 = r6
  r3 &= 1023
  r1 += r3
  r4 = r1
  r4 += 20
  if r4 > r2 goto end
  r5 = *(u16 *)(r1 + 12)
  r7 = *(u32 *)(r1 + 16)
  *(u8 *)(r1 + 8) = r5
  r6 += 1
  if r6 < $N goto round
end:
  r0 = 2
  exit
