package io.bpf4j.samples.dnsonly;

import static io.bpf4j.dsl.SnapLength.DROP;
import static io.bpf4j.dsl.SnapLength.KEEP;
import static io.bpf4j.dsl.net.Ethernet.ETH_P_IP;
import static io.bpf4j.dsl.net.Ipv4.IPPROTO_UDP;

import io.bpf4j.dsl.Bpf;
import io.bpf4j.dsl.net.Ethernet;
import io.bpf4j.dsl.net.Ipv4;
import io.bpf4j.dsl.net.Udp;
import io.bpf4j.object.ObjectSpec;

/** A filter for a packet socket: lets through what is sent to, or comes from, UDP port 53. */
public final class DnsOnly {
  private static final int DNS = 53;

  private DnsOnly() {}

  /** The object: program {@code dns_only} of type socket filter. */
  public static ObjectSpec object() {
    return Bpf.object(
        "dns_only",
        bpf -> {
          bpf.license("GPL");
          bpf.socketFilter(
              "dns_only",
              filter -> {
                var eth = filter.packet(Ethernet.LAYOUT).orReturn(DROP);
                filter.when(eth.get(Ethernet.PROTOCOL).ne(ETH_P_IP), () -> filter.ret(DROP));
                var ip = filter.packet(Ipv4.LAYOUT).after(eth).orReturn(DROP);
                filter.when(ip.get(Ipv4.PROTOCOL).ne(IPPROTO_UDP), () -> filter.ret(DROP));
                var udp = filter.packet(Udp.LAYOUT).after(ip, Ipv4.length(ip)).orReturn(DROP);
                var dns = udp.get(Udp.SOURCE).eq(DNS).or(udp.get(Udp.DESTINATION).eq(DNS));
                filter.when(dns, () -> filter.ret(KEEP));
                filter.ret(DROP);
              });
        });
  }
}
