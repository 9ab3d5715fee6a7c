/** The typed DSL, held against the kernel, the VM and plain Java. */
package io.bpf4j.spec.dsl;
