/* Loads from a packet by the legacy instructions. */
#include "common.h"
u64 load_byte(void *skb, u64 offset) asm("llvm.bpf.load.byte");
u64 load_half(void *skb, u64 offset) asm("llvm.bpf.load.half");
u64 load_word(void *skb, u64 offset) asm("llvm.bpf.load.word");
SECTION("socket") int legacy(void *skb) {
  u64 length = load_byte(skb, 14) & 15;
  return load_half(skb, 12) == 0x800 ? load_word(skb, 14 + length * 4) : load_byte(skb, SCALE);
}
