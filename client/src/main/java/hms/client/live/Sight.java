package hms.client.live;

import hms.artifact.Answer;
import hms.artifact.Artifact;
import hms.artifact.Context;
import hms.artifact.LegalTime;
import hms.artifact.LivePolicy;
import hms.artifact.Offline;
import hms.trust.Digest;
import hms.trust.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The policies of a revision as one reader sees them: canaries are resolved, dates have a meaning,
/// rules are compiled.
public final class Sight {
    private static final Pattern DAY = Pattern.compile("\\bon\\b");

    private final Holdings holdings;
    private final Context reader;
    private final Library library;
    private final Map<String, Set<String>> users;
    private final Map<Library.RulesKey, Verdict<RuleEngine.Program>> programs =
            new ConcurrentHashMap<>();

    public Sight(Holdings holdings, Context reader, Library library) {
        this.holdings = holdings;
        this.reader = reader;
        this.library = library;
        this.users = users(holdings);
    }

    private static Map<String, Set<String>> users(Holdings holdings) {
        var users = new HashMap<String, Set<String>>();
        for (var holding : holdings.policies().values()) {
            for (var approved : holding.artifacts().values()) {
                for (var used : approved.artifact().uses().values()) {
                    users.computeIfAbsent(used.text(), each -> new HashSet<>()).add(holding.id());
                }
            }
        }
        return users;
    }

    /// The policies whose rules may read this one's values.
    Set<String> usersOf(String id) {
        return users.getOrDefault(id, Set.of());
    }

    /// What is seen.
    public Holdings holdings() {
        return holdings;
    }

    /// Compiles the rules of every version, also of those that are still to come, with what they
    /// will use then.
    ///
    /// @return why it cannot be obeyed; empty if it can
    public Optional<String> rehearse(Instant now) {
        if (!library.hasRules()) {
            return Optional.empty();
        }
        for (var holding : holdings.policies().values()) {
            for (var approved : holding.artifacts().values()) {
                var artifact = approved.artifact();
                if (artifact.rules().isEmpty()) {
                    continue;
                }
                var problem = compiles(holding, artifact, now);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> compiles(Holding holding, Artifact artifact, Instant now) {
        var instants = new java.util.TreeSet<Instant>();
        instants.add(now);
        holding.policy().timeline().pending(now).stream()
                .filter(interval -> interval.entry().digest().equals(artifact.digest()))
                .forEach(interval -> instants.add(interval.from()));
        for (var used : artifact.uses().values()) {
            var other = holdings.policies().get(used.text());
            if (other != null) {
                other.policy().timeline().pending(now).forEach(each -> instants.add(each.from()));
            }
        }
        for (var instant : instants) {
            var uses = uses(artifact, instant);
            var program = program(artifact, uses);
            if (uses.size() == artifact.uses().size() && program.refusal().isPresent()) {
                return program.refusal();
            }
        }
        return Optional.empty();
    }

    /// The artifacts behind the aliases, as this reader has them at an instant; without those that
    /// are not in force or were not asked for.
    private Map<String, Artifact> uses(Artifact artifact, Instant at) {
        var uses = new HashMap<String, Artifact>();
        artifact.uses()
                .forEach(
                        (alias, id) -> {
                            var used = holdings.policies().get(id.text());
                            if (used != null) {
                                obeyed(used, used.policy().choose(reader, at).answer())
                                        .ifPresent(found -> uses.put(alias, found.artifact()));
                            }
                        });
        return uses;
    }

    private Verdict<RuleEngine.Program> program(Artifact artifact, Map<String, Artifact> uses) {
        return programs.computeIfAbsent(
                Library.RulesKey.of(artifact, uses), key -> library.rules(artifact, uses));
    }

    private static Optional<Holding.Approved> obeyed(Holding holding, Answer answer) {
        return answer.inForce().map(live -> holding.artifacts().get(live.entry().digest()));
    }

    /// What this reader has of a policy at an instant.
    ///
    /// @param lost since when there is no connection; null if there is one
    /// @param before the view so far, whose counts go on where it is about the same
    View view(String id, Instant now, @Nullable Instant lost, @Nullable View before) {
        var holding = holdings.policies().get(id);
        if (holding == null) {
            return View.unknown(id);
        }
        if (before != null && isStillGood(before, holding, now)) {
            return before;
        }
        var choice = holding.policy().choose(reader, now);
        var held = lost != null && waits(holding, choice, lost);
        if (held && lost != null) {
            choice = holding.policy().choose(reader, lost);
        }
        var answer = choice.answer();
        var approved = obeyed(holding, answer);
        if (approved.isEmpty()) {
            var details =
                    new View.Details(
                            holding,
                            approved,
                            choice.group(),
                            View.Rules.none(
                                    "no version of " + id + " is in force: " + answer.code()),
                            Optional.empty(),
                            false,
                            tally(before, Optional.empty(), choice.group()),
                            next(holding, Optional.empty(), now, held),
                            held);
            return View.of(id, answer, Map.of(), details);
        }
        var artifact = approved.get().artifact();
        var day = LegalTime.dayOf(now, artifact.zone(holdings.zone()));
        var beside =
                choice.beside()
                        .map(other -> holding.artifacts().get(other.digest()))
                        .map(Holding.Approved::artifact)
                        .map(other -> rules(other, now, day).bound());
        var isNew = choice.group().map(LivePolicy.Group::shadow).orElse(false);
        var details =
                new View.Details(
                        holding,
                        approved,
                        choice.group(),
                        rules(artifact, now, day),
                        beside,
                        isNew,
                        tally(before, Optional.of(artifact.digest()), choice.group()),
                        next(holding, Optional.of(artifact), now, held),
                        held);
        return View.of(id, answer, PlainValues.on(day, artifact), details);
    }

    /// A view stays as it is while nothing that it follows from is another.
    @SuppressWarnings("ReferenceEquality") // another object came with another message
    private static boolean isStillGood(View before, Holding holding, Instant now) {
        var details = before.details();
        return details != null
                && details.holding() == holding
                && !details.heldBack()
                && details.next().map(now::isBefore).orElse(true)
                && before.artifact().map(artifact -> artifact.uses().isEmpty()).orElse(true);
    }

    /// Whether a version that began while there was no connection waits for it to come back.
    private static boolean waits(Holding holding, LivePolicy.Choice choice, Instant lost) {
        return choice.answer()
                .inForce()
                .filter(live -> live.from().isAfter(lost))
                .flatMap(live -> obeyed(holding, choice.answer()))
                .filter(approved -> approved.artifact().offline() == Offline.HOLD)
                .isPresent();
    }

    private View.Rules rules(Artifact artifact, Instant now, LocalDate day) {
        if (artifact.rules().isEmpty()) {
            return View.Rules.none(artifact.name() + " has no rules");
        }
        return program(artifact, uses(artifact, now))
                .fold(program -> new View.Rules(program.at(day), ""), View.Rules::none);
    }

    /// The first instant at which the view may be another: the timeline says so, a dated value
    /// changes, or, as rules may ask for the day, the day is over.
    private Optional<Instant> next(
            Holding holding, Optional<Artifact> artifact, Instant now, boolean held) {
        if (held) {
            return Optional.empty();
        }
        var next = holding.policy().timeline().nextChange(now);
        if (artifact.isEmpty()) {
            return next;
        }
        var zone = artifact.get().zone(holdings.zone());
        var today = LegalTime.dayOf(now, zone);
        var day =
                asksForTheDay(artifact.get())
                        ? Optional.of(today.plusDays(1))
                        : artifact.get().dates().stream().filter(today::isBefore).findFirst();
        var begins = day.map(date -> LegalTime.startOf(date, zone));
        if (next.isEmpty() || begins.isEmpty()) {
            return next.isPresent() ? next : begins;
        }
        return next.get().isBefore(begins.get()) ? next : begins;
    }

    /// Whether the rules may decide otherwise on another day: they name it, or read values of other
    /// policies, which may be dated.
    private static boolean asksForTheDay(Artifact artifact) {
        return !artifact.rules().isEmpty()
                && (!artifact.uses().isEmpty()
                        || artifact.rules().values().stream()
                                .anyMatch(rule -> DAY.matcher(rule.expression()).find()));
    }

    private static Tally tally(
            @Nullable View before, Optional<Digest> digest, Optional<LivePolicy.Group> group) {
        return before != null
                        && before.details() != null
                        && before.digest().equals(digest)
                        && side(before.group()).equals(side(group))
                ? before.tally().orElseGet(Tally::new)
                : new Tally();
    }

    private static Optional<String> side(Optional<LivePolicy.Group> group) {
        return group.map(each -> each.run() + (each.canary() ? " canary" : " baseline"));
    }
}
