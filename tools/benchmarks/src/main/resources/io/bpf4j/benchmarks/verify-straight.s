# One long function without a loop.
.license "GPL"
.section "xdp"
.program verify
  r6 = r1
  r7 = 0
$LINES
  r0 = 2
  exit
