package hms.server.view;

import hms.artifact.Answer;
import hms.artifact.Artifact;
import hms.artifact.Context;
import hms.artifact.LegalTime;
import hms.artifact.Timeline;
import hms.core.state.ArtifactKey;
import hms.core.state.Line;
import hms.core.state.Live;
import hms.core.state.Register;
import hms.core.state.State;
import hms.runs.content.Library;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/// What is, was or will be in force, as the state has it.
public final class LiveReads {

    private final Library library;
    private final Supplier<String> publicUrl;

    public LiveReads(Library library, Supplier<String> publicUrl) {
        this.library = library;
        this.publicUrl = publicUrl;
    }

    /// The answer to a question about one policy in one environment.
    public sealed interface Found {

        /// @param index of the last entry that changed the policy there, of those that count
        /// @param changesAt the next instant at which the answer will be another one
        record InForce(LiveValue value, Artifact artifact, long index, Optional<Instant> changesAt)
                implements Found {}

        record Absent(Answer answer) implements Found {}
    }

    /// When the question is about.
    ///
    /// @param on the instant whose law is asked for
    /// @param knownAt the answer is to be the one that would have been given then
    public record Moment(Instant on, Optional<Instant> knownAt) {

        public static Moment at(Instant now) {
            return new Moment(now, Optional.empty());
        }
    }

    /// What is in force at a moment.
    public Found read(State state, Line line, Moment moment) {
        var history = state.live().history(line);
        var timeline =
                moment.knownAt().isPresent()
                        ? history.knownAt(moment.knownAt().get())
                        : history.timeline();
        var answer = timeline.answer(moment.on());
        return answer.inForce().isPresent()
                ? inForce(state, line, moment, timeline, answer.inForce().get())
                : new Found.Absent(answer);
    }

    /// What one reader gets now: what is in force for all, or a canary that is enforced for it.
    public Found read(State state, Line line, Context reader, Instant now) {
        var history = state.live().history(line);
        var choice = history.policy(line.policy()).choose(reader, now);
        var moment = Moment.at(now);
        return choice.answer().inForce().isPresent()
                ? inForce(state, line, moment, history.timeline(), choice.answer().inForce().get())
                : new Found.Absent(choice.answer());
    }

    private Found inForce(
            State state, Line line, Moment moment, Timeline timeline, Answer.InForce found) {
        var entry = found.entry();
        var key = new ArtifactKey(line.policy(), entry.version());
        var artifact = artifact(state, key);
        var zone = artifact.zone(state.configuration().zone());
        var day = LegalTime.dayOf(moment.on(), zone);
        var value =
                new LiveValue(
                        line.policy().text(),
                        artifact.title(),
                        artifact.valuesJson(day),
                        entry.version().toString(),
                        found.code(),
                        line.environment().value(),
                        entry.activatedAt(),
                        found.from(),
                        found.until().orElse(null),
                        published(state, key, moment).orElse(null),
                        entry.digest().toString(),
                        interval(found, artifact, day, zone),
                        entry.retroactive());
        var next = earlier(timeline.nextChange(moment.on()), valuesChange(artifact, day, zone));
        return new Found.InForce(value, artifact, lastIndex(state, line, moment), next);
    }

    /// The artifact of a version that was submitted.
    public Artifact artifact(State state, ArtifactKey key) {
        return library.artifact(state.policies().submitted(key).orElseThrow());
    }

    /// Since when and until when the same values are in force: within the version's interval, those
    /// days on which dated values do not change.
    private static LiveValue.Interval interval(
            Answer.InForce found, Artifact artifact, LocalDate day, ZoneId zone) {
        var from = found.from();
        for (var date : artifact.dates()) {
            var start = LegalTime.startOf(date, zone);
            if (!date.isAfter(day) && start.isAfter(from)) {
                from = start;
            }
        }
        var until = earlier(found.until(), valuesChange(artifact, day, zone));
        return new LiveValue.Interval(from, until.orElse(null));
    }

    /// The start of the next day on which dated values change.
    private static Optional<Instant> valuesChange(Artifact artifact, LocalDate day, ZoneId zone) {
        return artifact.dates().stream()
                .filter(date -> date.isAfter(day))
                .findFirst()
                .map(date -> LegalTime.startOf(date, zone));
    }

    private Optional<String> published(State state, ArtifactKey key, Moment moment) {
        return state.register()
                .of(key)
                .filter(p -> moment.knownAt().isEmpty() || !p.at().isAfter(moment.knownAt().get()))
                .map(this::url);
    }

    /// The permanent address of a document of the register.
    public String url(Register.Published published) {
        return publicUrl.get() + published.path();
    }

    private static long lastIndex(State state, Line line, Moment moment) {
        var index = -1L;
        for (Live.Change change : state.live().history(line).changes()) {
            if (moment.knownAt().isEmpty() || !change.at().isAfter(moment.knownAt().get())) {
                index = change.index();
            }
        }
        return index;
    }

    /// The zone in which a policy's days begin: its own if it names one, else the legal zone. Where
    /// versions differ it is that of the version about which the day, read in the legal zone, asks.
    public ZoneId zone(State state, Line line, LocalDate day) {
        var legal = state.configuration().zone();
        var timeline = state.live().history(line).timeline();
        var about =
                timeline.answer(LegalTime.startOf(day, legal))
                        .inForce()
                        .map(Answer.InForce::entry)
                        .or(() -> timeline.entries().reversed().stream().findFirst());
        return about.map(entry -> artifact(state, new ArtifactKey(line.policy(), entry.version())))
                .map(artifact -> artifact.zone(legal))
                .orElse(legal);
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isPresent() ? a : b;
        }
        return a.get().isAfter(b.get()) ? b : a;
    }
}
