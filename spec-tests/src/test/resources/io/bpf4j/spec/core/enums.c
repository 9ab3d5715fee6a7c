/* Enumerators: values by name, whatever their order; missing ones. */
#include "core.h"

enum pid_type {
  PIDTYPE_SID = 77,
  PIDTYPE_PID = 78,
  PIDTYPE_NONE_SUCH = 79,
};

enum bpf_map_type___mine {
  BPF_MAP_TYPE_RINGBUF___mine = 1,
  BPF_MAP_TYPE_ARENA___mine = 2,
};

enum no_such_enum {
  NO_SUCH_VALUE = 3,
};

/* Negative in the kernel, and here. */
enum hrtimer_restart {
  HRTIMER_RESTART = -1,
};

typedef enum {
  PHY_INTERFACE_MODE_SGMII = 99,
} phy_interface_t;

CASE(value) { return bpf_core_enum_value(enum pid_type, PIDTYPE_SID); }

CASE(value_exists) { return bpf_core_enum_value_exists(enum pid_type, PIDTYPE_PID); }

CASE(missing_value_exists) { return bpf_core_enum_value_exists(enum pid_type, PIDTYPE_NONE_SUCH); }

CASE(missing_value) { return bpf_core_enum_value(enum pid_type, PIDTYPE_NONE_SUCH); }

CASE(guarded_missing_value) {
  if (bpf_core_enum_value_exists(enum no_such_enum, NO_SUCH_VALUE))
    return bpf_core_enum_value(enum no_such_enum, NO_SUCH_VALUE);
  return 1;
}

CASE(value_with_flavour) { return bpf_core_enum_value(enum bpf_map_type___mine, BPF_MAP_TYPE_RINGBUF___mine); }

CASE(value_of_newer_kernels) {
  if (bpf_core_enum_value_exists(enum bpf_map_type___mine, BPF_MAP_TYPE_ARENA___mine))
    return bpf_core_enum_value(enum bpf_map_type___mine, BPF_MAP_TYPE_ARENA___mine);
  return 0;
}

CASE(negative_local_value) { return bpf_core_enum_value(enum hrtimer_restart, HRTIMER_RESTART); }

CASE(value_of_typedef) { return bpf_core_enum_value_exists(phy_interface_t, PHY_INTERFACE_MODE_SGMII); }
