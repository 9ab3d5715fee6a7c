/**
 * Random programs that the kernel accepts, run in the VM and in the kernel's test run on the same
 * input.
 */
package io.bpf4j.spec.run;
