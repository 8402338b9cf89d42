package hms.core.rehearse;

import hms.artifact.Answer;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Where the rules of a policy read values of another that is not in force.
final class MissingTurns {

    private final Map<PolicyId, Prospect> all;
    private final Prospect prospect;
    private final Span span;

    MissingTurns(Map<PolicyId, Prospect> all, Prospect prospect, Span span) {
        this.all = all;
        this.prospect = prospect;
        this.span = span;
    }

    /// One for each time that it begins to be so, the present included.
    List<Turn> list() {
        var turns = new ArrayList<Turn>();
        var used = new TreeSet<PolicyId>();
        for (var interval : prospect.timeline().intervals()) {
            if (span.reaches(interval.until())) {
                prospect.artifact(interval.entry().version())
                        .ifPresent(a -> used.addAll(a.uses().values()));
            }
        }
        for (var other : used) {
            boolean was = false;
            for (var at : instants(other)) {
                var is = isMissing(other, at);
                if (is && !was) {
                    var version = prospect.timeline().answer(at).inForce().orElseThrow().entry();
                    turns.add(new Turn.Missing(at, prospect.subject(version.version()), other));
                }
                was = is;
            }
        }
        return turns;
    }

    private NavigableSet<Instant> instants(PolicyId other) {
        var instants = new TreeSet<Instant>();
        for (var timeline : List.of(prospect.timeline(), timeline(other))) {
            for (var interval : timeline.intervals()) {
                instants.add(interval.from());
                interval.until().ifPresent(instants::add);
            }
        }
        instants.removeIf(at -> !span.has(at));
        instants.add(span.from());
        return instants;
    }

    private boolean isMissing(PolicyId other, Instant at) {
        var reads =
                prospect.timeline()
                        .answer(at)
                        .inForce()
                        .map(Answer.InForce::entry)
                        .flatMap(entry -> prospect.artifact(entry.version()))
                        .filter(artifact -> artifact.uses().containsValue(other));
        return reads.isPresent() && timeline(other).answer(at).inForce().isEmpty();
    }

    private Timeline timeline(PolicyId policy) {
        var known = all.get(policy);
        return known == null ? Timeline.empty(ZoneOffset.UTC) : known.timeline();
    }
}
