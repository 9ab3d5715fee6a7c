/** What stands behind {@code ObjectWriter}: completes an object, then lays it out. */
package io.bpf4j.elf.writing;
