package io.bpf4j.verifier.state;

import java.util.Arrays;

/**
 * What is known at one place of one path: the frames of the call chain and the references held.
 * Mutable while the path is walked; a copy that is remembered as a checkpoint changes only in its
 * precision marks and its count of open branches.
 */
public final class State {
  private static final int[] NO_REFERENCES = {};

  private Frame[] frames;
  private int depth;
  private int[] references = NO_REFERENCES;

  /** The checkpoint that this state came from, null at the start. */
  private State parent;

  /** Paths that lead on from here and are not walked to their end. */
  private int branches = 1;

  /** How often may_goto went round on the way here, so that its loop is seen to make progress. */
  private int rounds;

  /** How often a callback was entered on the way here. */
  private int callbacks;

  private History history = new History();
  private int pc;
  private int firstPc;
  private int lastPc = -1;

  public State(Frame outermost) {
    frames = new Frame[] {outermost};
  }

  private State() {}

  /** A copy that can go its own way; with the history and the same parent. */
  public State copy() {
    State copy = new State();
    copy.frames = new Frame[depth + 1];
    for (int i = 0; i <= depth; i++) {
      copy.frames[i] = frames[i].copy();
    }
    copy.depth = depth;
    copy.references = references;
    copy.parent = parent;
    copy.rounds = rounds;
    copy.callbacks = callbacks;
    copy.history = history.copy();
    copy.pc = pc;
    copy.firstPc = firstPc;
    copy.lastPc = lastPc;
    return copy;
  }

  /** Makes {@code checkpoint} the parent and begins a new history at {@code here}. */
  public void startFrom(State checkpoint, int here) {
    parent = checkpoint;
    firstPc = here;
    history = new History();
  }

  public Frame frame() {
    return frames[depth];
  }

  public Frame frame(int index) {
    return frames[index];
  }

  /** Index of the innermost frame. */
  public int depth() {
    return depth;
  }

  public void push(Frame frame) {
    depth++;
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth + 1);
    }
    frames[depth] = frame;
  }

  public void pop() {
    frames[depth--] = null;
  }

  public Reg reg(int number) {
    return frames[depth].reg(number);
  }

  public void set(int number, Reg reg) {
    frames[depth].set(number, reg);
  }

  /** Ids of the references that must be released; must not be changed. */
  public int[] references() {
    return references;
  }

  public void acquire(int id) {
    references = Arrays.copyOf(references, references.length + 1);
    references[references.length - 1] = id;
  }

  /** Whether the reference was held. */
  public boolean release(int id) {
    for (int i = 0; i < references.length; i++) {
      if (references[i] == id) {
        int[] rest = Arrays.copyOf(references, references.length - 1);
        System.arraycopy(references, i + 1, rest, i, rest.length - i);
        references = rest;
        return true;
      }
    }
    return false;
  }

  /** How often may_goto went round on the way here. */
  public int rounds() {
    return rounds;
  }

  public void countRound() {
    rounds++;
  }

  /** How often a callback was entered on the way here. */
  public int callbacks() {
    return callbacks;
  }

  public void countCallback() {
    callbacks++;
  }

  /** The pc that a frame is at: where a checkpoint is, or where the frame above was called. */
  public int pcOf(int frame) {
    return frame == depth ? pc : frames[frame + 1].callSite();
  }

  /** Whether both have the same calls open. */
  public boolean hasSameCalls(State other) {
    if (depth != other.depth) {
      return false;
    }
    for (int i = 0; i <= depth; i++) {
      if (frames[i].callSite() != other.frames[i].callSite()) {
        return false;
      }
    }
    return true;
  }

  public State parent() {
    return parent;
  }

  public int branches() {
    return branches;
  }

  public void addBranch() {
    branches++;
  }

  public int endBranch() {
    return --branches;
  }

  public History history() {
    return history;
  }

  /** Where a checkpoint is. */
  public int pc() {
    return pc;
  }

  public void setPc(int pc) {
    this.pc = pc;
  }

  /** Where the history begins. */
  public int firstPc() {
    return firstPc;
  }

  /** The last instruction executed. */
  public int lastPc() {
    return lastPc;
  }

  public void setLastPc(int lastPc) {
    this.lastPc = lastPc;
  }

  public void forgetPrecision() {
    for (int i = 0; i <= depth; i++) {
      frames[i].forgetPrecision();
    }
  }
}
