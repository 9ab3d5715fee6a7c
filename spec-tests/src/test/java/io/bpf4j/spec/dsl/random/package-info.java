/** Random programs in the typed DSL, and what plain Java says that they compute. */
package io.bpf4j.spec.dsl.random;
