/**
 * What is measured, with JMH: a class a subject. {@link io.bpf4j.benchmarks.Benchmarks} runs them
 * and compares with the goals in {@code goals.tsv}.
 */
package io.bpf4j.benchmarks;
