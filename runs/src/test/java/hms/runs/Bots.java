package hms.runs;

import hms.artifact.Answer;
import hms.artifact.Artifact;
import hms.artifact.Context;
import hms.artifact.LivePolicy;
import hms.artifact.PolicyId;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.decisions.Compilation;
import hms.decisions.Decision;
import hms.decisions.Reading;
import hms.decisions.RuleSet;
import hms.runs.telemetry.Report;
import hms.trust.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// Subscribers that read one policy, ask its rules and report, as `docs/stream.md` says, by a clock
/// that a test sets. They compile and evaluate real rules.
final class Bots {

    /// What happens in the world and is asked about: inputs by name.
    interface World extends Function<Random, Map<String, String>> {}

    /// What a program does wrong with a new version, beside what the rules say.
    enum Fault {
        NONE,
        /// It ends, and says nothing, some time after it loaded the new version.
        CRASHES,
        /// It hangs: neither evaluations nor reports.
        FALLS_SILENT,
        /// Reports go on, evaluations do not.
        STOPS_ASKING,
        /// An evaluation takes a thousand times as long.
        SLOW,
        /// It raises alerts of its own that no rule stands for.
        COMPLAINS,
        /// It cannot load the new version, and keeps the old one.
        CANNOT_LOAD
    }

    private Press press;
    private final PolicyId policy;
    private final World world;
    private final Fault fault;
    private final Duration after;
    private final Random random;
    private final List<Bot> bots = new ArrayList<>();
    private final Map<Digest, Optional<RuleSet>> compiled = new HashMap<>();

    /// @param fault what goes wrong with those who have the new version
    /// @param after how long after they got it
    Bots(Press press, PolicyId policy, World world, Fault fault, Duration after, long seed) {
        this.press = press;
        this.policy = policy;
        this.world = world;
        this.fault = fault;
        this.after = after;
        this.random = new Random(seed);
    }

    /// @param attributes of each
    Bots with(int count, Map<String, String> attributes) {
        for (int i = 0; i < count; i++) {
            int n = bots.size();
            bots.add(new Bot(new Context(policy + "-bot-" + n, attributes), n));
        }
        return this;
    }

    /// The server was started again.
    void moveTo(Press again) {
        press = again;
    }

    List<Bot> all() {
        return bots;
    }

    /// One second of all of them: each asks once and, if it is time to, reports.
    void second() {
        for (var bot : bots) {
            bot.ask();
            bot.report(false);
        }
    }

    /// Seconds, with a look at the run after each, until it has nothing more to watch.
    void until(int run, Duration longest) {
        var end = press.clock.now.plus(longest);
        while (press.clock.now.isBefore(end)) {
            press.clock.now = press.clock.now.plusSeconds(1);
            second();
            if (press.driver.observe(run).isEmpty()
                    && press.writer
                            .state()
                            .runs()
                            .open(run)
                            .map(r -> r.baking().isEmpty())
                            .orElse(true)) {
                return;
            }
        }
    }

    void leave() {
        bots.forEach(bot -> bot.report(true));
    }

    /// One subscriber.
    final class Bot {
        final Context reader;
        private final int number;
        private long sequence;
        private Instant next = Instant.MIN;
        private Optional<Digest> obeys = Optional.empty();
        private int run = -1;
        private Instant since = Instant.MIN;
        private boolean isCanary;
        private boolean dead;
        private long evaluations;
        private long errors;
        private long micros;
        private long compared;
        private final Map<String, Long> asked = new HashMap<>();
        private final Map<String, Long> alerts = new HashMap<>();
        private final Map<String, Long> changes = new HashMap<>();

        Bot(Context reader, int number) {
            this.reader = reader;
            this.number = number;
        }

        private LivePolicy.Choice choose() {
            return press.writer
                    .state()
                    .live()
                    .history(new Line(EnvironmentId.PRODUCTION, policy))
                    .policy(policy)
                    .choose(reader, press.clock.now);
        }

        void ask() {
            var choice = choose();
            var digest = choice.answer().inForce().map(live -> live.entry().digest());
            int group = choice.group().map(LivePolicy.Group::run).orElse(0);
            boolean trial = choice.group().map(LivePolicy.Group::canary).orElse(false);
            if (group != run || (group == 0 && !digest.equals(obeys))) {
                run = group;
                since = press.clock.now;
                forget();
            }
            isCanary = trial;
            obeys = digest;
            if (dead || (fails() && isOut())) {
                return;
            }
            choice.answer().inForce().ifPresent(live -> ask(choice, live));
        }

        private void ask(LivePolicy.Choice choice, Answer.InForce live) {
            if (isCanary && fault == Fault.CANNOT_LOAD) {
                obeys = choice.beside().map(LivePolicy.Beside::digest);
                return;
            }
            var day = press.clock.now.atZone(ZoneOffset.UTC).toLocalDate();
            var inputs = world.apply(random);
            var ours = rules(live.entry().digest(), live.entry().version().toString());
            for (var rule : ours.names()) {
                var decision = decide(ours, rule, inputs, day);
                evaluations++;
                asked.merge(rule, 1L, Long::sum);
                micros += fails() && fault == Fault.SLOW ? 20_000 : 15 + random.nextInt(10);
                errors += decision instanceof Decision.Failed ? 1 : 0;
                if (text(decision).equals("true")) {
                    alerts.merge(rule, 1L, Long::sum);
                }
                choice.beside()
                        .ifPresent(
                                beside -> {
                                    var other =
                                            decide(
                                                    rules(
                                                            beside.digest(),
                                                            beside.version().toString()),
                                                    rule,
                                                    inputs,
                                                    day);
                                    boolean shadow = choice.group().orElseThrow().shadow();
                                    compare(
                                            rule,
                                            text(shadow ? decision : other),
                                            text(shadow ? other : decision));
                                });
            }
            if (fails() && fault == Fault.COMPLAINS && random.nextInt(4) == 0) {
                alerts.merge("refused-by-operator", 1L, Long::sum);
            }
        }

        private void compare(String rule, String before, String after) {
            compared++;
            if (!before.equals(after)) {
                changes.merge(rule + ": " + before + " → " + after, 1L, Long::sum);
                if (changes.size() > 50) {
                    changes.keySet().removeIf(kind -> kind.startsWith(rule + ": " + before));
                    changes.merge("others", 1L, Long::sum);
                }
            }
        }

        private boolean fails() {
            return isCanary && !press.clock.now.isBefore(since.plus(after));
        }

        private boolean isOut() {
            return switch (fault) {
                case CRASHES, FALLS_SILENT -> {
                    dead = true;
                    yield true;
                }
                case STOPS_ASKING -> true;
                case NONE, SLOW, COMPLAINS, CANNOT_LOAD -> false;
            };
        }

        private void forget() {
            evaluations = 0;
            errors = 0;
            micros = 0;
            compared = 0;
            asked.clear();
            alerts.clear();
            changes.clear();
            next = press.clock.now;
        }

        void report(boolean leaving) {
            if ((dead || press.clock.now.isBefore(next)) && !leaving) {
                return;
            }
            var use =
                    new Report.Use(
                            policy,
                            obeys,
                            run > 0
                                    ? Optional.of(new Report.Trial(run, isCanary))
                                    : Optional.empty(),
                            new Report.Counters(
                                    evaluations, errors, micros, alerts, compared, changes, asked));
            var report =
                    new Report(
                            policy + "-" + number,
                            ++sequence,
                            reader,
                            EnvironmentId.PRODUCTION,
                            Optional.empty(),
                            0,
                            false,
                            leaving,
                            List.of(use));
            boolean watched =
                    press.writer.state().runs().open().values().stream()
                            .anyMatch(r -> r.baking().isPresent());
            var answer = press.telemetry.take(report, watched);
            if (answer instanceof hms.runs.telemetry.Telemetry.Answer.Next n) {
                next = press.clock.now.plus(n.interval());
            } else {
                throw new AssertionError(answer);
            }
        }
    }

    private static String text(Decision decision) {
        return decision instanceof Decision.Failed ? "error" : decision.text();
    }

    private static Decision decide(
            RuleSet rules, String rule, Map<String, String> inputs, java.time.LocalDate day) {
        var reading = rules.inputs().read(inputs);
        if (!(reading instanceof Reading.Complete complete)) {
            throw new AssertionError(reading);
        }
        return rules.at(day).evaluate(rule, complete.inputs());
    }

    private RuleSet rules(Digest digest, String version) {
        return compiled.computeIfAbsent(
                        digest,
                        d -> {
                            var key = ArtifactKey.parse(policy + "@" + version);
                            Artifact artifact =
                                    press.library.artifact(
                                            press.writer
                                                    .state()
                                                    .policies()
                                                    .submitted(key)
                                                    .orElseThrow());
                            return RuleSet.compile(artifact, Map.of())
                                            instanceof Compilation.Compiled c
                                    ? Optional.of(c.rules())
                                    : Optional.empty();
                        })
                .orElseThrow();
    }
}
