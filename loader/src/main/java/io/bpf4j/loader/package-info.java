/**
 * Loads programs and maps into a running Linux kernel, and runs and attaches them. What owns a
 * descriptor is {@link AutoCloseable}; closing twice, and in any order, is fine.
 */
package io.bpf4j.loader;
