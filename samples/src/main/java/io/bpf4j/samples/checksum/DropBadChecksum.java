package io.bpf4j.samples.checksum;

import static io.bpf4j.dsl.Types.U16;
import static io.bpf4j.dsl.Types.U32;
import static io.bpf4j.dsl.Types.U64;
import static io.bpf4j.dsl.XdpAction.XDP_DROP;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static io.bpf4j.dsl.net.Ethernet.ETH_P_IP;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import io.bpf4j.object.ObjectSpec;

/**
 * Drops IPv4 packets whose header checksum is wrong (RFC 791, section 3.1), and counts them in
 * element 0 of the map {@code bad}. Shows a counted loop with a variable that it changes.
 */
public final class DropBadChecksum {
  private static final int WORDS = 10;
  private static final int FIRST_WORD = 14;

  private DropBadChecksum() {}

  /** The object: program {@code drop_bad_checksum} of type XDP, map {@code bad}. */
  public static ObjectSpec object() {
    return Bpf.object(
        "drop_bad_checksum",
        bpf -> {
          bpf.license("GPL");
          var bad = bpf.array("bad", U64, 1);

          bpf.xdp(
              "drop_bad_checksum",
              xdp -> {
                var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                xdp.when(eth.get(Ethernet.PROTOCOL).ne(ETH_P_IP), () -> xdp.ret(XDP_PASS));
                var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);
                // A header with options is longer than the loop below.
                xdp.when(ip.get(Ipv4.IHL).ne(5), () -> xdp.ret(XDP_PASS));

                var sum = xdp.var(U32, 0);
                xdp.loop(
                    0,
                    WORDS,
                    i -> {
                      var word = xdp.packet(U16).at(i.mul(2).add(FIRST_WORD)).orReturn(XDP_PASS);
                      sum.set(sum.get().add(word.get().toU32()));
                    });
                var folded = sum.get().and(0xffff).add(sum.get().shr(16));
                var total = folded.and(0xffff).add(folded.shr(16));

                xdp.when(total.eq(0xffff), () -> xdp.ret(XDP_PASS));
                bad.lookup(0).ifPresent(count -> count.atomicAdd(1));
                xdp.ret(XDP_DROP);
              });
        });
  }
}
