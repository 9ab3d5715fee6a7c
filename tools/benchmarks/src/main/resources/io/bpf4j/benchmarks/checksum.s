# The Internet checksum (RFC 1071) of the packet's first 1024 bytes.
.license "GPL"
.section "xdp"
.program checksum
  w0 = 0
  r2 = *(u32 *)(r1 + 0)
  r3 = *(u32 *)(r1 + 4)
  r4 = r2
  r4 += 1024
  if r4 > r3 goto end
  r6 = 512
word:
  r5 = *(u16 *)(r2 + 0)
  r0 += r5
  r2 += 2
  r6 += -1
  if r6 != 0 goto word
  r2 = r0
  r2 >>= 16
  r0 &= 0xffff
  r0 += r2
  r2 = r0
  r2 >>= 16
  r0 += r2
end:
  exit
