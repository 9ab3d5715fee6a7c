/**
 * The DSL's intermediate form: functions of blocks of nodes, in static single assignment form. A
 * node's value is what a 64-bit register holds; 32-bit values are kept zero-extended, so that
 * widening an unsigned value costs nothing. Not exported.
 */
package io.bpf4j.dsl.ir;
