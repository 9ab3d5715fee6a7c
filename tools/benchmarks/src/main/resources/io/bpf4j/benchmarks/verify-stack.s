# A counted loop that fills and reads the stack.
.license "GPL"
.section "xdp"
.program verify
  r9 = r1
  r6 = 0
  *(u64 *)(r10 - 8) = r1
  *(u64 *)(r10 - 16) = 0
  *(u64 *)(r10 - 24) = 0
round:
  r1 = *(u64 *)(r10 - 8)
  r2 = *(u32 *)(r1 + 12)
  *(u64 *)(r10 - 32) = r2
  *(u64 *)(r10 - 40) = r6
  *(u32 *)(r10 - 48) = r2
  *(u8 *)(r10 - 44) = r6
  r3 = *(u64 *)(r10 - 16)
  r3 += r2
  *(u64 *)(r10 - 16) = r3
  r4 = r2
  r4 &= 56
  r5 = r10
  r5 += -128
  r5 += r4
  *(u64 *)(r5 + 0) = r2
  r4 = *(u64 *)(r10 - 32)
  if r4 > r3 goto over
  *(u64 *)(r10 - 24) = r4
over:
  r6 = *(u64 *)(r10 - 40)
  r6 += 1
  if r6 < $N goto round
  r0 = 2
  exit
