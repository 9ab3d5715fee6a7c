/**
 * What kernels have and what names mean: profiles, helper prototypes, context layouts, section
 * names. Tables are data files beside these classes; the classes only read them.
 */
package io.bpf4j.kernel;
