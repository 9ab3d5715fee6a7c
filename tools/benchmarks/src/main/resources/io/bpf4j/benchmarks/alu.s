# 1000 rounds of a 64-bit xorshift (Marsaglia 2003), mixed with 32-bit arithmetic.
.license "GPL"
.section "xdp"
.program alu
  r2 = *(u32 *)(r1 + 12)        # the interface's index: not a constant, and not 0
  r2 += 88172645
  r0 = 0
  r5 = 1000
round:
  r3 = r2
  r3 <<= 13
  r2 ^= r3
  r3 = r2
  r3 >>= 7
  r2 ^= r3
  r3 = r2
  r3 <<= 17
  r2 ^= r3
  r0 += r2
  w4 = w2
  w4 *= 31
  w4 += 7
  r0 ^= r4
  r5 += -1
  if r5 != 0 goto round
  w0 = w0
  exit
