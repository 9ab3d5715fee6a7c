/**
 * The one way to the operating system: {@link io.bpf4j.loader.sys.Syscalls}, and behind it the only
 * code that imports JNA. Not exported.
 */
package io.bpf4j.loader.sys;
