package hms.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.artifact.Artifact;
import hms.artifact.ArtifactParser;
import hms.artifact.Canary;
import hms.artifact.Context;
import hms.artifact.ParseResult;
import hms.artifact.Selector;
import hms.artifact.Timeline;
import hms.artifact.Version;
import hms.client.live.HandMade;
import hms.client.live.Library;
import hms.client.live.LiveValues;
import hms.client.live.Sight;
import hms.client.live.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Policies in memory, and a clock that is set, for tests of programs that read policies:
///
/// ```java
/// var hms = HmsClient.inMemory().set("epa-pm25-limit", "version: 1.5.0\nlimit: 35\n");
/// var bot = new Bot(hms.client());
/// hms.set("epa-pm25-limit", "version: 2.0.0\nlimit: 25\n");
/// ```
///
/// Everything is parsed, dated and decided by the code that the real client has; only nothing is
/// signed. Listeners are called before the method returns that changed something. For one thread.
public final class TestHmsClient {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T12:00:00Z");

    private final Context reader;
    private final Library library = Library.create();
    private final HandMade policies = new HandMade(ZoneOffset.UTC);
    private final List<Task> tasks = new ArrayList<>();
    private final LiveValues live;
    private final HmsClient client;
    private Instant now;
    private int runs;

    private record Task(Instant at, Runnable work) {}

    private TestHmsClient(Context reader, Instant beginning) {
        this.reader = reader;
        this.now = beginning;
        var listeners = new CopyOnWriteArrayList<Consumer<PolicyChange>>();
        var inPlace =
                new InOrder(
                        Runnable::run,
                        fault -> {
                            throw fault;
                        });
        this.live =
                new LiveValues(
                        () -> now,
                        this::after,
                        Map.of(),
                        updates -> HmsClient.tell(listeners, inPlace, updates));
        this.client =
                new HmsClient(live, new Troubles(() -> now, inPlace), listeners, Optional.empty());
        load();
    }

    static TestHmsClient create() {
        return as(Context.of("test"));
    }

    /// Policies as another reader has them, where canaries matter.
    public static TestHmsClient as(Context reader) {
        return new TestHmsClient(reader, BEGINNING);
    }

    /// No policies yet, at another instant than noon of 1 January 2026 in UTC.
    public static TestHmsClient beginning(Instant at) {
        return new TestHmsClient(Context.of("test"), at);
    }

    /// What the program under test is given.
    public HmsClient client() {
        return client;
    }

    /// Puts a version in force now, or from its `effective` on, if that is still to come.
    ///
    /// @param id the policy; the text may leave it out
    /// @param yaml the artifact; its version may be left out too
    /// @throws IllegalArgumentException with the findings, if it is not sound
    public TestHmsClient set(String id, String yaml) {
        return set(parse(id, yaml));
    }

    /// The same with a version that is parsed already, to the byte.
    ///
    /// @throws IllegalArgumentException that says why, if its rules do not compile
    public TestHmsClient set(Artifact artifact) {
        var effective = artifact.effectiveInstant(ZoneOffset.UTC);
        policies.enter(artifact, effective.filter(now::isBefore).orElse(now));
        return load();
    }

    /// Suspends what is in force.
    public TestHmsClient suspend(String id) {
        policies.act(id, ZoneOffset.UTC, new Timeline.Suspend(now));
        return load();
    }

    /// Ends a suspension.
    public TestHmsClient lift(String id) {
        policies.act(id, ZoneOffset.UTC, new Timeline.Lift(now));
        return load();
    }

    /// Ends a policy for good.
    public TestHmsClient end(String id) {
        policies.act(id, ZoneOffset.UTC, new Timeline.End(now));
        return load();
    }

    /// Tries a version with some readers.
    ///
    /// @param select for whom: `region:NCR`, `5%`, `global`
    /// @param shadow whether it is only evaluated beside what is in force
    public TestHmsClient canary(String id, String yaml, String select, boolean shadow) {
        var artifact = parse(id, yaml);
        var selector =
                Selector.parse(select)
                        .orElseThrow(
                                () -> new IllegalArgumentException(select + " is no selector"));
        policies.canary(
                artifact,
                new Canary(++runs, artifact.version(), artifact.digest(), selector, shadow, now));
        return load();
    }

    /// Ends a canary: nobody has its version any more.
    public TestHmsClient endCanary(String id) {
        policies.endCanary(id);
        return load();
    }

    /// The time as the client has it.
    public Instant now() {
        return now;
    }

    /// Lets time pass. What begins or ends meanwhile does so at its instant.
    public TestHmsClient advance(Duration time) {
        return flip(now.plus(time));
    }

    /// Sets the clock forward to an instant.
    public TestHmsClient flip(Instant to) {
        if (to.isBefore(now)) {
            throw new IllegalArgumentException("time goes forward: it is " + now);
        }
        while (true) {
            var next =
                    tasks.stream()
                            .filter(task -> !task.at().isAfter(to))
                            .min(java.util.Comparator.comparing(Task::at));
            if (next.isEmpty()) {
                now = to;
                return this;
            }
            tasks.remove(next.get());
            now = next.get().at().isAfter(now) ? next.get().at() : now;
            next.get().work().run();
        }
    }

    private Timer.Waiting after(Duration delay, Runnable work) {
        var task = new Task(now.plus(delay), work);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    private TestHmsClient load() {
        var sight = new Sight(policies.holdings(now), reader, library);
        sight.rehearse(now)
                .ifPresent(
                        why -> {
                            throw new IllegalArgumentException(why);
                        });
        live.load(sight, Optional.empty());
        return this;
    }

    private static Artifact parse(String id, String yaml) {
        var whole = yaml.lines().anyMatch(line -> line.startsWith("id:"));
        var text = whole ? yaml : "id: " + id + "\n" + yaml;
        var result =
                ArtifactParser.parse(
                        text.getBytes(UTF_8), id + ".yaml", Optional.of(Version.of(1, 0, 0)));
        if (result instanceof ParseResult.Parsed parsed) {
            if (!parsed.artifact().id().text().equals(id)) {
                throw new IllegalArgumentException(
                        "the artifact is of " + parsed.artifact().id() + ", not of " + id);
            }
            return parsed.artifact();
        }
        throw new IllegalArgumentException(
                result.findings().stream().map(hms.artifact.Finding::text).toList().toString());
    }
}
