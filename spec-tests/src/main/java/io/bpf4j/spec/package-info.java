/** What the modules are held against; here the commands, in the packages below what they run. */
package io.bpf4j.spec;
