package hms.client.live;

import hms.artifact.Answer;
import hms.artifact.Artifact;
import hms.artifact.LivePolicy;
import hms.trust.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One policy as one reader has it at one instant: which version, its values on this day, its rules
/// bound to it. Immutable but for its counts.
public final class View {
    private final String id;
    private final Origin origin;
    private final Answer answer;
    private final ByName values;
    private final Map<String, Object> inOrder;
    private final @Nullable Details details;

    /// Where what a view says comes from.
    public enum Origin {
        /// From the server, perhaps by way of the cache.
        SERVER,
        /// From the program itself, before anything came.
        DEFAULTS,
        /// Nothing came yet, and the program has no defaults.
        NOWHERE
    }

    /// What only a policy that was delivered has.
    ///
    /// @param holding what it follows from
    /// @param approved the version that is obeyed
    /// @param group on which side of a canary the reader is
    /// @param rules the rules of that version, or why they cannot be asked
    /// @param beside the rules to compare with
    /// @param besideIsNew whether those are the newer ones
    /// @param tally the counts
    /// @param next the first instant at which this view may be another; empty if there is none
    /// @param heldBack whether a newer version waits for the connection to come back
    record Details(
            Holding holding,
            Optional<Holding.Approved> approved,
            Optional<LivePolicy.Group> group,
            Rules rules,
            Optional<RuleEngine.Bound> beside,
            boolean besideIsNew,
            Tally tally,
            Optional<Instant> next,
            boolean heldBack) {}

    /// Rules, or why there are none.
    record Rules(RuleEngine.@Nullable Bound bound, String why) {
        static Rules none(String why) {
            return new Rules(null, why);
        }
    }

    private View(
            String id,
            Origin origin,
            Answer answer,
            Map<String, Object> values,
            @Nullable Details details) {
        this.id = id;
        this.origin = origin;
        this.answer = answer;
        this.values = new ByName(values);
        this.inOrder = values;
        this.details = details;
    }

    static View of(String id, Answer answer, Map<String, Object> values, Details details) {
        return new View(id, Origin.SERVER, answer, values, details);
    }

    /// A policy that the server does not have.
    static View unknown(String id) {
        return new View(id, Origin.SERVER, new Answer.NotFound(), Map.of(), null);
    }

    /// A policy before anything came.
    static View early(String id, @Nullable Map<String, Object> defaults) {
        return defaults == null
                ? new View(id, Origin.NOWHERE, new Answer.NotFound(), Map.of(), null)
                : new View(
                        id,
                        Origin.DEFAULTS,
                        new Answer.NotFound(),
                        Collections.unmodifiableMap(defaults),
                        null);
    }

    /// A value by name, or null if there is none now.
    public @Nullable Object value(String name) {
        return values.get(name);
    }

    /// All values, in the order of the file.
    public Map<String, Object> values() {
        return inOrder;
    }

    public String id() {
        return id;
    }

    public Origin origin() {
        return origin;
    }

    /// Which version is in force, or which kind of absence it is.
    public Answer answer() {
        return answer;
    }

    /// The version that is obeyed.
    public Optional<Artifact> artifact() {
        return approved().map(Holding.Approved::artifact);
    }

    /// The digest of its bytes.
    public Optional<Digest> digest() {
        return artifact().map(Artifact::digest);
    }

    /// Where it can be read by everybody.
    public Optional<String> publishedUrl() {
        return approved().flatMap(Holding.Approved::publishedUrl);
    }

    /// On which side of a canary the reader is, if there is one.
    public Optional<LivePolicy.Group> group() {
        return details == null ? Optional.empty() : details.group();
    }

    /// The counts; empty where nothing was delivered.
    public Optional<Tally> tally() {
        return details == null ? Optional.empty() : Optional.of(details.tally());
    }

    private Optional<Holding.Approved> approved() {
        return details == null ? Optional.empty() : details.approved();
    }

    @Nullable Details details() {
        return details;
    }

    /// The first instant at which this may be another view; empty if there is none.
    Optional<Instant> next() {
        return details == null ? Optional.empty() : details.next();
    }

    /// Counts that the program raised an alert of this kind.
    public void alert(String kind) {
        if (details != null) {
            details.tally().alert(kind);
        }
    }

    /// Asks a rule; where a version is to be compared with, asks that too.
    ///
    /// @param inputs by name: numbers, texts, truth values, dates
    public Ruling evaluate(String rule, Map<String, ?> inputs) {
        if (details == null) {
            return new Ruling.Undecided(
                    "not-in-force", "no version of " + id + " is here: " + answer.code());
        }
        var bound = details.rules().bound();
        if (bound == null) {
            details.tally().evaluated(rule, 0, false);
            return new Ruling.Undecided("no-rules", details.rules().why());
        }
        var start = System.nanoTime();
        var ruling = bound.evaluate(rule, inputs);
        details.tally()
                .evaluated(rule, System.nanoTime() - start, ruling instanceof Ruling.Decided);
        if (details.beside().isPresent()) {
            var other = details.beside().get().evaluate(rule, inputs);
            if (details.besideIsNew()) {
                details.tally().compared(rule, ruling, other);
            } else {
                details.tally().compared(rule, other, ruling);
            }
        }
        return ruling;
    }

    /// Whether a reader would notice no difference.
    boolean sameFor(View other) {
        return origin == other.origin
                && answer.code().equals(other.answer.code())
                && digest().equals(other.digest())
                && inOrder.equals(other.inOrder);
    }

    @Override
    public String toString() {
        return artifact().map(Artifact::name).orElse(id + " " + answer.code());
    }
}
