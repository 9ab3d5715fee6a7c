package io.bpf4j.vm;

/**
 * What maps and helpers share.
 *
 * @param memory the address space
 * @param environment what programs learn from outside
 * @param timers timers in the values of maps
 * @param callbacks calls functions of the program
 */
record Machine(Memory memory, Environment environment, Timers timers, Callbacks callbacks) {}
