package io.bpf4j.btf;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The coarsest division of a graph's nodes into classes whose members look alike and whose nth
 * references lead to members of one class (Hopcroft's minimisation of an automaton; the number of a
 * reference is the letter). Takes O(e log e log n) for e references of n nodes, whatever they are.
 */
final class Partition {
  // Nodes sorted by class: a class is a range of order, place says where in it a node is.
  private final int[] order;
  private final int[] place;
  private final int[] classOf;
  private final int[] first;
  private final int[] end;
  // How many nodes at the beginning of a class's range are marked.
  private final int[] marked;
  private int classes;
  // References to a node: position << 32 | source, from incomingStart[node] on.
  private final long[] incoming;
  private final int[] incomingStart;
  private final ArrayDeque<Integer> splitters = new ArrayDeque<>();
  private final boolean[] waiting;

  /** Nodes begin in the classes {@code looks}, counted from 0; {@code references} are in order. */
  Partition(int[] looks, int[][] references) {
    int nodes = looks.length;
    classOf = looks.clone();
    classes = Arrays.stream(looks).max().orElse(-1) + 1;
    first = new int[nodes + classes];
    end = new int[nodes + classes];
    marked = new int[nodes + classes];
    waiting = new boolean[nodes + classes];
    order = new int[nodes];
    place = new int[nodes];
    sortByClass(nodes);
    incomingStart = new int[nodes + 1];
    for (int[] targets : references) {
      for (int target : targets) {
        incomingStart[target + 1]++;
      }
    }
    Arrays.parallelPrefix(incomingStart, Integer::sum);
    incoming = new long[incomingStart[nodes]];
    int[] fill = incomingStart.clone();
    for (int source = 0; source < nodes; source++) {
      for (int i = 0; i < references[source].length; i++) {
        incoming[fill[references[source][i]]++] = (long) i << 32 | source;
      }
    }
  }

  private void sortByClass(int nodes) {
    for (int look : classOf) {
      end[look]++;
    }
    int at = 0;
    for (int i = 0; i < classes; i++) {
      first[i] = at;
      at += end[i];
      end[i] = first[i];
    }
    for (int node = 0; node < nodes; node++) {
      int position = end[classOf[node]]++;
      order[position] = node;
      place[node] = position;
    }
  }

  /** The class of each node. */
  int[] refined() {
    for (int i = 0; i < classes; i++) {
      await(i);
    }
    while (!splitters.isEmpty()) {
      int splitter = splitters.poll();
      waiting[splitter] = false;
      splitBy(into(splitter));
    }
    return classOf;
  }

  private void await(int splitter) {
    waiting[splitter] = true;
    splitters.add(splitter);
  }

  /** All references to members of a class, by position. */
  private long[] into(int splitter) {
    int count = 0;
    for (int i = first[splitter]; i < end[splitter]; i++) {
      count += incomingStart[order[i] + 1] - incomingStart[order[i]];
    }
    long[] all = new long[count];
    int at = 0;
    for (int i = first[splitter]; i < end[splitter]; i++) {
      int begin = incomingStart[order[i]];
      int length = incomingStart[order[i] + 1] - begin;
      System.arraycopy(incoming, begin, all, at, length);
      at += length;
    }
    Arrays.sort(all);
    return all;
  }

  private void splitBy(long[] references) {
    int[] touched = new int[references.length];
    for (int begin = 0; begin < references.length; ) {
      long position = references[begin] >>> 32;
      int touches = 0;
      int at = begin;
      for (; at < references.length && references[at] >>> 32 == position; at++) {
        int source = (int) references[at];
        int its = classOf[source];
        if (marked[its]++ == 0) {
          touched[touches++] = its;
        }
        swap(place[source], first[its] + marked[its] - 1);
      }
      for (int i = 0; i < touches; i++) {
        split(touched[i]);
      }
      begin = at;
    }
  }

  private void swap(int a, int b) {
    int node = order[a];
    order[a] = order[b];
    order[b] = node;
    place[order[a]] = a;
    place[order[b]] = b;
  }

  /** Divides a class into its marked nodes and the rest; the smaller part becomes a new class. */
  private void split(int old) {
    int middle = first[old] + marked[old];
    marked[old] = 0;
    if (middle == end[old]) {
      return;
    }
    int made = classes++;
    boolean markedIsSmaller = middle - first[old] <= end[old] - middle;
    first[made] = markedIsSmaller ? first[old] : middle;
    end[made] = markedIsSmaller ? middle : end[old];
    if (markedIsSmaller) {
      first[old] = middle;
    } else {
      end[old] = middle;
    }
    for (int i = first[made]; i < end[made]; i++) {
      classOf[order[i]] = made;
    }
    // Where the old class still waits, both parts do; else the smaller one tells all.
    await(made);
  }
}
