/** Types as text: C declarations that compile, listings as bpftool prints them, JSON. */
package io.bpf4j.btf.dump;
