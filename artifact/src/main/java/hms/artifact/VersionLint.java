package hms.artifact;

import hms.trust.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Holds a candidate's version number against what it changes.
///
/// Removing, renaming or retyping a value or an input, or removing a rule, breaks those who read
/// it: a major bump. Adding one is a minor bump, everything else a patch. The same holds below
/// 1.0.0: policies have readers from their first day on. From a pre-release such as 2.0.0-draft.1,
/// everything may change up to its release.
public final class VersionLint {
    private VersionLint() {}

    /// What a candidate changes, and whether its version says so.
    ///
    /// @param required the least part of the version number that has to be raised
    /// @param reasons what asks for that, each the end of the sentence "it …"
    /// @param findings errors, if the candidate's version does not do
    public record Result(Bump required, List<String> reasons, List<Finding> findings) {
        public Result {
            reasons = List.copyOf(reasons);
            findings = List.copyOf(findings);
        }
    }

    /// Compares a candidate with the version that is live.
    public static Result compare(Artifact live, Artifact candidate) {
        var changes = new Changes();
        changes.values("value", "", live.values(), candidate.values());
        changes.inputs(live.inputs(), candidate.inputs());
        changes.rules(live.rules(), candidate.rules());
        var findings = new Findings(candidate.source().fileName());
        check(live, candidate, changes, findings);
        return new Result(changes.required, changes.reasons(), findings.list());
    }

    /// The error that `candidate` is where its version is on record with these other bytes; empty
    /// if they are the same.
    public static Optional<Finding> conflict(Artifact candidate, Digest recorded) {
        if (candidate.digest().equals(recorded)) {
            return Optional.empty();
        }
        var findings = new Findings(candidate.source().fileName());
        findings.error(
                "version-conflict",
                Places.of(candidate).at("version"),
                candidate.name()
                        + " exists with other bytes ("
                        + recorded.brief()
                        + ", these are "
                        + candidate.digest().brief()
                        + ")",
                "give the changed artifact a version of its own, for example "
                        + candidate.version().next(Bump.PATCH));
        return Optional.of(findings.list().get(0));
    }

    private static void check(
            Artifact live, Artifact candidate, Changes changes, Findings findings) {
        if (live.version().compareTo(candidate.version()) >= 0) {
            var same = live.digest().equals(candidate.digest());
            findings.error(
                    same ? "already-live" : "version-not-higher",
                    Places.of(candidate).at("version"),
                    same
                            ? candidate.name() + " is live already"
                            : "version "
                                    + candidate.version()
                                    + " is not higher than "
                                    + live.version()
                                    + ", which is live",
                    same
                            ? "there is nothing to deploy"
                            : "set version to "
                                    + live.version().next(changes.required)
                                    + ", or use a rollback to go back to an earlier version");
        } else if (!isEnough(live.version(), candidate.version(), changes.required)) {
            findings.error(
                    "version-bump-too-small",
                    Places.of(candidate).at("version"),
                    "version "
                            + candidate.version()
                            + " after "
                            + live.version()
                            + " is only a "
                            + words(candidate.version().bumpFrom(live.version()))
                            + " bump, but it "
                            + String.join(", ", changes.reasons())
                            + ", which requires a "
                            + words(changes.required)
                            + " bump",
                    "set version to " + live.version().next(changes.required));
        }
    }

    private static boolean isEnough(Version live, Version candidate, Bump required) {
        var releases = live.isPreRelease() && live.core().equals(candidate.core());
        return releases || candidate.bumpFrom(live).compareTo(required) >= 0;
    }

    private static String words(Bump bump) {
        return bump.name().toLowerCase(Locale.ROOT);
    }

    /// Collects what changed, by the bump that it asks for.
    private static final class Changes {
        private static final int SHOWN = 5;

        private Bump required = Bump.PATCH;
        private final Map<Bump, List<String>> found = new LinkedHashMap<>();

        void values(
                String what, String prefix, Map<String, Value> before, Map<String, Value> after) {
            var renamed = new ArrayList<String>();
            before.forEach(
                    (name, value) -> {
                        var now = after.get(name);
                        if (now == null) {
                            removed(what, prefix, name, value, before, after, renamed);
                        } else {
                            kept(what, prefix + name, value, now);
                        }
                    });
            after.keySet().stream()
                    .filter(name -> !before.containsKey(name) && !renamed.contains(name))
                    .forEach(name -> add(Bump.MINOR, "adds the " + what + " " + prefix + name));
        }

        private void removed(
                String what,
                String prefix,
                String name,
                Value value,
                Map<String, Value> before,
                Map<String, Value> after,
                List<String> renamed) {
            var successor =
                    after.entrySet().stream()
                            .filter(
                                    entry ->
                                            !before.containsKey(entry.getKey())
                                                    && !renamed.contains(entry.getKey()))
                            .filter(entry -> entry.getValue().equals(value))
                            .map(Map.Entry::getKey)
                            .findFirst();
            successor.ifPresent(renamed::add);
            add(
                    Bump.MAJOR,
                    successor
                            .map(
                                    to ->
                                            "renames the "
                                                    + what
                                                    + " "
                                                    + prefix
                                                    + name
                                                    + " to "
                                                    + prefix
                                                    + to)
                            .orElse("removes the " + what + " " + prefix + name));
        }

        private void kept(String what, String name, Value before, Value after) {
            if (before.kind() != after.kind()) {
                add(
                        Bump.MAJOR,
                        "makes the "
                                + what
                                + " "
                                + name
                                + " "
                                + after.kind()
                                + " instead of "
                                + before.kind());
                return;
            }
            var was = latest(before);
            var is = latest(after);
            if (was instanceof Value.MapValue mapBefore && is instanceof Value.MapValue mapAfter) {
                values(what, name + ".", mapBefore.entries(), mapAfter.entries());
            } else if (was instanceof Value.ListValue listBefore
                    && is instanceof Value.ListValue listAfter) {
                items(what, name, listBefore.items(), listAfter.items());
            }
        }

        private void items(String what, String name, List<Value> before, List<Value> after) {
            var kinds = before.stream().map(Value::kind).toList();
            after.stream()
                    .map(Value::kind)
                    .filter(kind -> !kinds.isEmpty() && !kinds.contains(kind))
                    .findFirst()
                    .ifPresent(
                            kind ->
                                    add(
                                            Bump.MAJOR,
                                            "puts "
                                                    + kind
                                                    + " into the list "
                                                    + what
                                                    + " "
                                                    + name));
        }

        private static Value latest(Value value) {
            return value instanceof Value.Dated dated
                    ? dated.steps().descendingMap().values().stream()
                            .flatMap(Optional::stream)
                            .findFirst()
                            .orElseThrow()
                    : value;
        }

        void inputs(Map<String, Input> before, Map<String, Input> after) {
            before.forEach(
                    (name, input) -> {
                        var now = after.get(name);
                        if (now == null) {
                            add(Bump.MAJOR, "removes the input " + name);
                        } else if (now.type() != input.type()) {
                            add(
                                    Bump.MAJOR,
                                    "makes the input "
                                            + name
                                            + " "
                                            + now.type().key()
                                            + " instead of "
                                            + input.type().key());
                        }
                    });
            added("input", before, after);
        }

        void rules(Map<String, Rule> before, Map<String, Rule> after) {
            before.keySet().stream()
                    .filter(name -> !after.containsKey(name))
                    .forEach(name -> add(Bump.MAJOR, "removes the rule " + name));
            added("rule", before, after);
        }

        private void added(String what, Map<String, ?> before, Map<String, ?> after) {
            after.keySet().stream()
                    .filter(name -> !before.containsKey(name))
                    .forEach(name -> add(Bump.MINOR, "adds the " + what + " " + name));
        }

        private void add(Bump bump, String reason) {
            required = required.or(bump);
            found.computeIfAbsent(bump, b -> new ArrayList<>()).add(reason);
        }

        /// What asks for the required bump, the first few by name.
        List<String> reasons() {
            var all = found.getOrDefault(required, List.of());
            if (all.size() <= SHOWN) {
                return all;
            }
            var some = new ArrayList<>(all.subList(0, SHOWN));
            some.add("and " + (all.size() - SHOWN) + " more such changes");
            return some;
        }
    }
}
