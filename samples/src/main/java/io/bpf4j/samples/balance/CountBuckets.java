package io.bpf4j.samples.balance;

import static io.bpf4j.dsl.Types.U32;
import static io.bpf4j.dsl.Types.U64;
import static io.bpf4j.dsl.XdpAction.XDP_PASS;
import static io.bpf4j.dsl.net.Ethernet.ETH_P_IP;
import static io.bpf4j.dsl.net.Ipv4.IPPROTO_UDP;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import io.bpf4j.dsl.net.Udp;
import io.bpf4j.object.ObjectSpec;

/**
 * Spreads UDP flows over eight buckets by a hash of addresses and ports, as a load balancer does,
 * and counts the packets of each bucket in the map {@code buckets}. Shows a subprogram that is
 * called twice, and an IPv4 header of varying length.
 */
public final class CountBuckets {
  /** How many buckets there are: a power of two. */
  public static final int BUCKETS = 8;

  private CountBuckets() {}

  /** The object: program {@code count_buckets} of type XDP, map {@code buckets}. */
  public static ObjectSpec object() {
    return Bpf.object(
        "count_buckets",
        bpf -> {
          bpf.license("GPL");
          var buckets = bpf.array("buckets", U64, BUCKETS);

          // The finaliser of MurmurHash3, over a value and what was mixed before.
          var mix =
              bpf.subprogram(
                  "mix",
                  U32,
                  U32,
                  U32,
                  (f, before, value) -> {
                    var h = before.xor(value);
                    var h1 = h.xor(h.shr(16)).mul(0x85ebca6bL);
                    var h2 = h1.xor(h1.shr(13)).mul(0xc2b2ae35L);
                    f.ret(h2.xor(h2.shr(16)));
                  });

          bpf.xdp(
              "count_buckets",
              xdp -> {
                var eth = xdp.packet(Ethernet.LAYOUT).orReturn(XDP_PASS);
                xdp.when(eth.get(Ethernet.PROTOCOL).ne(ETH_P_IP), () -> xdp.ret(XDP_PASS));
                var ip = xdp.packet(Ipv4.LAYOUT).after(eth).orReturn(XDP_PASS);
                xdp.when(ip.get(Ipv4.PROTOCOL).ne(IPPROTO_UDP), () -> xdp.ret(XDP_PASS));
                var udp = xdp.packet(Udp.LAYOUT).after(ip, Ipv4.length(ip)).orReturn(XDP_PASS);

                var source = ip.get(Ipv4.SOURCE).toHost();
                var destination = ip.get(Ipv4.DESTINATION).toHost();
                var ports =
                    udp.get(Udp.SOURCE)
                        .toHost()
                        .toU32()
                        .shl(16)
                        .or(udp.get(Udp.DESTINATION).toHost().toU32());
                var hash = mix.call(mix.call(source, destination), ports);
                buckets.lookup(hash.mod(BUCKETS)).ifPresent(count -> count.atomicAdd(1));
                xdp.ret(XDP_PASS);
              });
        });
  }
}
