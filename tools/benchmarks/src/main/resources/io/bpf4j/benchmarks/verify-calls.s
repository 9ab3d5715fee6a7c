# A counted loop that calls two subprograms.
.license "GPL"
.section "xdp"
.program verify
  r9 = r1
  r6 = 0
round:
  r1 = r9
  r2 = r6
  r3 = r10
  r3 += -8
  call mix
  r7 = r0
  r1 = r7
  call fold
  r6 += 1
  if r6 < $N goto round
  r0 = 2
  exit
mix:
  r0 = *(u32 *)(r1 + 12)
  r0 += r2
  *(u64 *)(r3 + 0) = r0
  exit
fold:
  r0 = r1
  r0 >>= 16
  *(u64 *)(r10 - 8) = r1
  r1 &= 255
  r0 ^= r1
  exit
