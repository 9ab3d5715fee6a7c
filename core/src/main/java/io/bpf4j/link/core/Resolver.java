package io.bpf4j.link.core;

import io.bpf4j.btf.Btf;
import io.bpf4j.btf.BtfType;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.CoreRelocation.Kind;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers the relocations of one object. Of several candidates those that match must agree; as in
 * libbpf, what did not match once is out for later relocations of the same local type. Not
 * thread-safe.
 */
public final class Resolver {
  private record Question(int type, String access, Kind kind) {}

  private final Btf local;
  private final Target target;
  private final ByteOrder order;
  private final Map<Integer, List<Candidate>> candidates = new HashMap<>();
  private final Map<Question, Resolution> resolved = new HashMap<>();

  /** For the relocations of an object with these types and this byte order. */
  public Resolver(Btf local, Target target, ByteOrder order) {
    this.local = local;
    this.target = target;
    this.order = order;
  }

  /** The candidates that are left for a relocation; for messages. */
  public List<Candidate> candidates(CoreRelocation relocation) {
    return List.copyOf(candidates.getOrDefault(relocation.btfType(), List.of()));
  }

  /**
   * What the target answers.
   *
   * @throws Unrelocatable where it gives no one answer
   * @throws io.bpf4j.MalformedException where the access is none, or either BTF is broken
   */
  public Resolution resolve(CoreRelocation relocation, AccessSpec spec) {
    Question question = new Question(relocation.btfType(), relocation.access(), relocation.kind());
    Resolution known = resolved.get(question);
    if (known == null) {
      known = resolve(relocation.kind(), spec);
      resolved.put(question, known);
    }
    return known;
  }

  /** Where a relocation leads in each candidate that has it, whether or not they agree. */
  public List<AccessSpec> matches(CoreRelocation relocation) {
    AccessSpec spec = SpecParser.parse(local, relocation);
    Effort effort = new Effort();
    return target.candidates(local.type(spec.root())).stream()
        .map(candidate -> SpecMatcher.match(spec, relocation.kind(), candidate, effort))
        .filter(Objects::nonNull)
        .toList();
  }

  private Resolution resolve(Kind kind, AccessSpec spec) {
    if (kind == Kind.TYPE_ID_LOCAL) {
      Answer own = Answer.of(spec, kind, order);
      return new Resolution(spec, spec, List.of(), own, own);
    }
    BtfType root = local.type(spec.root());
    if (root.name().isEmpty()) {
      throw new Unrelocatable("its type is anonymous, and types are found by name");
    }
    List<Candidate> left =
        candidates.computeIfAbsent(spec.root(), id -> new ArrayList<>(target.candidates(root)));
    List<Candidate> looked = List.copyOf(left);
    List<Candidate> matching = new ArrayList<>();
    Effort effort = new Effort();
    Answer mine = null;
    AccessSpec match = null;
    Answer theirs = null;
    for (Candidate candidate : looked) {
      AccessSpec found = SpecMatcher.match(spec, kind, candidate, effort);
      if (found == null) {
        continue;
      }
      Answer answer = Answer.of(found, kind, order);
      if (match == null) {
        match = found;
        theirs = answer;
      } else {
        requireAgreement(match, theirs, found, answer, kind);
      }
      matching.add(candidate);
    }
    if (!matching.isEmpty()) {
      left.retainAll(matching);
    }
    mine = Answer.of(spec, kind, order);
    return new Resolution(spec, match, looked, mine, match == null ? absent(kind) : theirs);
  }

  private static void requireAgreement(
      AccessSpec first, Answer firstAnswer, AccessSpec second, Answer answer, Kind kind) {
    if (first.bitOffset() != second.bitOffset()) {
      throw new Unrelocatable(
          "candidates disagree where it is: at bit %d of %s [%d], at bit %d of %s [%d]"
              .formatted(
                  first.bitOffset(),
                  first.type(),
                  first.root(),
                  second.bitOffset(),
                  second.type(),
                  second.root()));
    }
    if (firstAnswer.value() != answer.value()) {
      throw new Unrelocatable(
          "candidates disagree on %s: %d by %s [%d], %d by %s [%d]"
              .formatted(
                  kind.text(),
                  firstAnswer.value(),
                  first.type(),
                  first.root(),
                  answer.value(),
                  second.type(),
                  second.root()));
    }
  }

  /** The answer where nothing matches; null where there can be none. */
  private static Answer absent(Kind kind) {
    return switch (kind) {
      case FIELD_EXISTS,
          TYPE_ID_LOCAL,
          TYPE_ID_TARGET,
          TYPE_EXISTS,
          TYPE_SIZE,
          ENUMVAL_EXISTS,
          TYPE_MATCHES ->
          new Answer(0, 0, 0, true);
      case FIELD_BYTE_OFFSET,
          FIELD_BYTE_SIZE,
          FIELD_SIGNED,
          FIELD_LSHIFT_U64,
          FIELD_RSHIFT_U64,
          ENUMVAL_VALUE ->
          null;
    };
  }
}
