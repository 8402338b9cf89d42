package hms.checks.test;

import hms.artifact.Artifact;
import hms.artifact.Value;
import hms.checks.test.RuleCases.Asked;
import hms.checks.test.TestOutcome.Miss;
import hms.decisions.Decision;
import hms.decisions.Reading;
import hms.trust.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads an artifact into a real client: every value has to read back as it is written, and every
/// rule to answer the artifact's cases there as it does here. On days on which the client has
/// another version in force, or none, it is not asked.
final class IntegrationCase {
    private static final int LONGEST_LEAP_DAYS = 400;

    private final Subject subject;
    private final ZoneId days;
    private final ClientSdk sdk;

    IntegrationCase(Subject subject, ClientSdk sdk) {
        this.subject = subject;
        this.days = subject.artifact().zone(ZoneOffset.UTC); // as a client alone counts them
        this.sdk = sdk;
    }

    TestOutcome run(List<Asked> asked) {
        var artifact = subject.artifact();
        return new TestOutcome(
                TestKind.INTEGRATION,
                artifact.name(),
                artifact.source().fileName(),
                0,
                0,
                "a client takes it, and answers as here",
                miss(asked));
    }

    private Optional<Miss> miss(List<Asked> asked) {
        var miss = values();
        if (miss.isPresent()) {
            return miss;
        }
        var sorted = new ArrayList<>(asked);
        sorted.sort(Comparator.comparing(Asked::on));
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size()
                    || sorted.get(i - 1)
                            .on()
                            .plusDays(LONGEST_LEAP_DAYS)
                            .isBefore(sorted.get(i).on())) {
                miss = answers(sorted.subList(from, i));
                if (miss.isPresent()) {
                    return miss;
                }
                from = i;
            }
        }
        return Optional.empty();
    }

    private Optional<Miss> values() {
        var noon = noon(subject.day());
        return with(
                subject.artifact().effectiveInstant(days).filter(noon::isBefore).orElse(noon),
                session -> {
                    var artifact = subject.artifact();
                    var version = session.version(artifact.id());
                    if (version.isEmpty() && hasEnded()) {
                        return Optional.empty();
                    }
                    if (!version.equals(Optional.of(artifact.version().toString()))) {
                        return Optional.of(
                                new Miss(
                                        artifact.name() + " in force on " + subject.day(),
                                        version.orElse("none") + " in the client"));
                    }
                    for (var value : artifact.valuesAsOf(subject.day()).entrySet()) {
                        var read = session.value(artifact.id(), value.getKey());
                        if (!isSame(value.getValue(), read.orElse(null))) {
                            return Optional.of(
                                    new Miss(
                                            value.getKey() + ": " + value.getValue().toJson(),
                                            read.map(Object::toString).orElse("nothing")
                                                    + " in the client"));
                        }
                    }
                    return Optional.empty();
                });
    }

    private boolean hasEnded() {
        return subject.artifact()
                .expiresInstant(days)
                .filter(end -> !end.isAfter(noon(subject.day())))
                .isPresent();
    }

    private Optional<Miss> answers(List<Asked> asked) {
        return with(
                noon(asked.getFirst().on()),
                session -> {
                    for (var each : asked) {
                        session.advanceTo(noon(each.on()));
                        var miss = compare(session, each);
                        if (miss.isPresent()) {
                            return miss;
                        }
                    }
                    return Optional.empty();
                });
    }

    private Optional<Miss> compare(ClientSdk.Session session, Asked each) {
        var artifact = subject.artifact();
        var inputs = inputs(each);
        var inForce =
                session.version(artifact.id()).equals(Optional.of(artifact.version().toString()));
        if (inputs.isEmpty() || !inForce) {
            return Optional.empty();
        }
        var there = session.ask(artifact.id(), each.rule(), inputs.get());
        return isSame(each.answer(), there)
                ? Optional.empty()
                : Optional.of(
                        new Miss(
                                each.rule()
                                        + " of "
                                        + each.one().place()
                                        + ": "
                                        + each.answer().text(),
                                there.text() + " in the client"));
    }

    /// What the client is given: what was read, or, if that did not fit, what was written. Empty if
    /// there is nothing to give that would be the same.
    private Optional<Map<String, ?>> inputs(Asked each) {
        var given = each.one().inputs().toNew();
        if (given.problem() == null) {
            return Optional.of(given.inputs().toMap());
        }
        var written = each.one().written().get();
        return subject.rules().inputs().read(written) instanceof Reading.Refused
                ? Optional.of(written)
                : Optional.empty();
    }

    private Optional<Miss> with(Instant at, Check check) {
        var artifacts = new ArrayList<Artifact>(subject.uses().values());
        artifacts.add(subject.artifact());
        return switch (sdk.open(artifacts, at)) {
            case Verdict.Refused<ClientSdk.Session>(var reason) ->
                    Optional.of(new Miss("a client that takes it", "refused: " + reason));
            case Verdict.Accepted<ClientSdk.Session>(var session) -> {
                try (session) {
                    yield check.miss(session);
                }
            }
        };
    }

    /// What is looked for in a client.
    @FunctionalInterface
    private interface Check {
        Optional<Miss> miss(ClientSdk.Session session);
    }

    /// An instant of that day, in the zone in which the artifact counts its days.
    private Instant noon(LocalDate on) {
        return on.atTime(LocalTime.NOON).atZone(days).toInstant();
    }

    private static boolean isSame(Decision here, Decision there) {
        if (here instanceof Decision.Outcome one && there instanceof Decision.Outcome other) {
            return one.value().equals(other.value());
        }
        return here instanceof Decision.Failed && there instanceof Decision.Failed;
    }

    private static boolean isSame(Value written, @Nullable Object read) {
        return switch (written) {
            case Value.Text text -> text.text().equals(read);
            case Value.Num num ->
                    read instanceof BigDecimal number && number.compareTo(num.number()) == 0;
            case Value.Bool bool -> read instanceof Boolean truth && truth == bool.truth();
            case Value.Date date -> date.date().equals(read);
            case Value.ListValue list ->
                    read instanceof List<?> items && isSame(list.items(), items);
            case Value.MapValue map ->
                    read instanceof Map<?, ?> entries
                            && entries.size() == map.entries().size()
                            && map.entries().entrySet().stream()
                                    .allMatch(e -> isSame(e.getValue(), entries.get(e.getKey())));
            case Value.Dated _ ->
                    throw new IllegalStateException("a value on a day is not dated: " + written);
        };
    }

    private static boolean isSame(List<Value> written, List<?> read) {
        if (written.size() != read.size()) {
            return false;
        }
        for (int i = 0; i < written.size(); i++) {
            if (!isSame(written.get(i), read.get(i))) {
                return false;
            }
        }
        return true;
    }
}
