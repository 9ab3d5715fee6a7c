/** What stands behind {@code ObjectReader}: one class a question that reading an object asks. */
package io.bpf4j.elf.reading;
