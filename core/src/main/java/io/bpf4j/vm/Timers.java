package io.bpf4j.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The timers in the values of maps. A timer's own 16 bytes hold its number, from 1, where it is
 * initialised.
 */
final class Timers {
  /** A timer that was initialised. */
  static final class Timer implements Comparable<Timer> {
    final int number;
    long address;
    ValueStore map;
    long callback;
    boolean active;
    long expiry;
    private long sequence;

    private Timer(int number) {
      this.number = number;
    }

    @Override
    public int compareTo(Timer other) {
      int order = Long.compare(expiry, other.expiry);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  private final Memory memory;
  private final List<Timer> timers = new ArrayList<>();
  private final List<Timer> unused = new ArrayList<>();
  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private long started;

  Timers(Memory memory) {
    this.memory = memory;
  }

  /** The timer at an address, or null where it is not initialised. */
  Timer at(long address) {
    long number = memory.load(address, 8);
    return number < 1 || number > timers.size() ? null : timers.get((int) number - 1);
  }

  void init(long address, ValueStore map) {
    Timer timer;
    if (unused.isEmpty()) {
      timer = new Timer(timers.size() + 1);
      timers.add(timer);
    } else {
      timer = unused.remove(unused.size() - 1);
    }
    timer.address = address;
    timer.map = map;
    timer.callback = 0;
    memory.store(address, 8, timer.number);
  }

  void start(Timer timer, long expiry) {
    if (timer.active) {
      queue.remove(timer);
    }
    timer.active = true;
    timer.expiry = expiry;
    timer.sequence = started++;
    queue.add(timer);
  }

  /** Stops a timer; whether it was going to expire. */
  boolean cancel(Timer timer) {
    boolean was = timer.active;
    if (was) {
      queue.remove(timer);
      timer.active = false;
    }
    return was;
  }

  /** Ends the timer at an address, if there is one: its value is deleted or replaced. */
  void free(long address) {
    Timer timer = at(address);
    if (timer != null) {
      cancel(timer);
      memory.store(address, 8, 0);
      unused.add(timer);
    }
  }
}
