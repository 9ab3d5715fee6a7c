/**
 * The kernel's numbers ({@code uapi/linux/bpf.h}) as enums, spelled as there without the prefix:
 * program, map, attach and link types, helpers, commands. No number is ever changed by the kernel;
 * new ones are added at the end.
 */
package io.bpf4j.uapi;
