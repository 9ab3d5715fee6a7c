/* Symbols of the kernel: functions, variables, configuration. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern int bpf_xdp_metadata_rx_hash(const struct xdp_md *ctx, __u32 *hash) __ksym __weak;
extern const int bpf_prog_active __ksym;
extern int LINUX_KERNEL_VERSION __kconfig;

SEC("xdp")
int ask(struct xdp_md *ctx) {
  __u32 hash = LINUX_KERNEL_VERSION;

  if (bpf_xdp_metadata_rx_hash)
    bpf_xdp_metadata_rx_hash(ctx, &hash);
  bpf_printk("%lx %x", &bpf_prog_active, hash);
  return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
