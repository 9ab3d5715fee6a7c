# A counted loop in which paths part and meet, by numbers that nobody knows.
.license "GPL"
.section "xdp"
.program verify
  r9 = r1
  r6 = 0
  r7 = 0
  r4 = 0
round:
  r1 = *(u32 *)(r9 + 12)
  r2 = *(u32 *)(r9 + 16)
  if r1 == 0 goto first
  r3 = r1
  r3 &= 15
  r7 = 1
  if r3 > 7 goto second
  r7 = 2
first:
  r4 = r2
  r4 >>= 3
  if r4 < 100 goto second
  r4 = 100
  r7 ^= r2
second:
  if r2 s< 1 goto third
  r5 = r4
  r5 <<= 2
  r7 |= r5
third:
  r7 &= 1023
  r6 += 1
  if r6 < $N goto round
  r0 = 2
  exit
