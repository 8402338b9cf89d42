package hms.runs.target;

import hms.core.command.Command;
import hms.core.decide.Readiness;
import hms.core.event.EventCodec;
import hms.core.state.Configuration;
import hms.core.state.EnvironmentId;
import hms.core.state.Run;
import hms.core.state.State;
import hms.core.state.TargetId;
import hms.core.state.TargetOutcome;
import hms.core.state.Targets;
import hms.ledger.write.Prepared;
import hms.ledger.write.Writer;
import hms.runs.content.Library;
import hms.runs.notice.BackOff;
import hms.runs.port.Carrier;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import hms.runs.port.Pause;
import hms.runs.port.Shipment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import tools.jackson.core.type.TypeReference;

/// Brings targets what they are to have: a run's release, and what is in force again after a run
/// was taken back or a version rolled back. One shipment at a time goes to a target.
public final class TargetDesk {

    /// How often a shipment is tried within a stage.
    private static final int TRIES = 3;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final Writer writer;
    private final Library library;
    private final Map<String, Carrier> carriers;
    private final InstantSource clock;
    private final Pause pause;
    private final DoubleSupplier random;
    private final Shipments shipments;
    private final Map<TargetId, ReentrantLock> locks = new ConcurrentHashMap<>();

    /// @param carriers by the kind of target that each serves
    /// @param random   evenly spread in [0, 1), for the spread of retries
    public TargetDesk(
            Writer writer,
            Library library,
            Map<String, Carrier> carriers,
            InstantSource clock,
            Pause pause,
            DoubleSupplier random) {
        this.writer = writer;
        this.library = library;
        this.carriers = Map.copyOf(carriers);
        this.clock = clock;
        this.pause = pause;
        this.random = random;
        this.shipments = new Shipments(library, new Routing());
    }

    /// One target with what it is to be brought.
    private record Load(Destination to, Carrier carrier, Shipment shipment) {}

    private record Arrived(Load load, Handover handover) {}

    /// Brings a run's release to every target of an environment that it goes to: each is asked
    /// ahead whether it would take it, where that can be asked, and none is touched if one would
    /// not.
    public List<Command.Receipt> deliver(Run run, String stage, EnvironmentId where, Instant at) {
        var targets = writer.state().configuration().targetsOf(where);
        var held = new ArrayList<ReentrantLock>();
        try {
            for (var target : targets) {
                held.add(lock(target.id()));
            }
            var loads = new ArrayList<Load>();
            var state = writer.state();
            for (var target : targets) {
                var key = "run-" + run.number() + "-" + stage + "-" + target.id().name();
                var shipment = shipments.release(state, run, target, key, at);
                if (!shipment.items().isEmpty()) {
                    loads.add(load(target, shipment));
                }
            }
            return delivered(loads);
        } finally {
            held.forEach(ReentrantLock::unlock);
        }
    }

    private ReentrantLock lock(TargetId target) {
        var lock = locks.computeIfAbsent(target, each -> new ReentrantLock());
        lock.lock();
        return lock;
    }

    private List<Command.Receipt> delivered(List<Load> loads) {
        var prepared = each(loads, load -> load.carrier().prepare(load.to(), load.shipment()));
        var unwilling = prepared.stream().filter(a -> !isWilling(a.handover())).toList();
        if (!unwilling.isEmpty()) {
            prepared.stream()
                    .filter(a -> a.handover() instanceof Handover.Taken)
                    .forEach(a -> a.load().carrier().discard(a.load().to(), a.load().shipment()));
            return prepared.stream().map(TargetDesk::untouched).toList();
        }
        return each(loads, load -> load.carrier().deliver(load.to(), load.shipment())).stream()
                .map(TargetDesk::receipt)
                .toList();
    }

    private static boolean isWilling(Handover handover) {
        return switch (handover) {
            case Handover.Taken t -> true;
            case Handover.NotOffered n -> true;
            case Handover.Refused r -> false;
            case Handover.Unsure u -> false;
        };
    }

    /// Nobody was brought anything, since one would not take it.
    private static Command.Receipt untouched(Arrived arrived) {
        return switch (arrived.handover()) {
            case Handover.Taken t -> receipt(arrived, TargetOutcome.UNTOUCHED, "would take it");
            case Handover.NotOffered n -> receipt(arrived, TargetOutcome.UNTOUCHED, "not asked");
            case Handover.Refused r -> receipt(arrived, TargetOutcome.REFUSED, r.reason());
            case Handover.Unsure u -> receipt(arrived, TargetOutcome.REFUSED, u.reason());
        };
    }

    private static Command.Receipt receipt(Arrived arrived) {
        return switch (arrived.handover()) {
            case Handover.Taken t -> receipt(arrived, TargetOutcome.DELIVERED, t.said());
            case Handover.NotOffered n ->
                    receipt(arrived, TargetOutcome.REFUSED, "it does not take deliveries");
            case Handover.Refused r -> receipt(arrived, TargetOutcome.REFUSED, r.reason());
            case Handover.Unsure u -> receipt(arrived, TargetOutcome.UNSURE, u.reason());
        };
    }

    private static Command.Receipt receipt(Arrived arrived, TargetOutcome outcome, String said) {
        var shipment = arrived.load().shipment();
        return new Command.Receipt(
                arrived.load().to().name(),
                outcome,
                shipment.sequence(),
                shipment.digest(),
                shipment.items().size(),
                said);
    }

    @FunctionalInterface
    private interface Act {
        Handover on(Load load);
    }

    /// All at once, each tried a few times while nobody knows.
    private List<Arrived> each(List<Load> loads, Act act) {
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var under = new LinkedHashMap<Load, Future<Handover>>();
            loads.forEach(load -> under.put(load, all.submit(tried(load, act))));
            return under.entrySet().stream()
                    .map(entry -> new Arrived(entry.getKey(), join(entry.getValue())))
                    .toList();
        }
    }

    private Callable<Handover> tried(Load load, Act act) {
        return () -> {
            var outcome = act.on(load);
            for (int i = 1; i < TRIES && outcome instanceof Handover.Unsure; i++) {
                pause.rest(BETWEEN_TRIES.multipliedBy(1L << (i - 1)));
                outcome = act.on(load);
            }
            return outcome;
        };
    }

    private static Handover join(Future<Handover> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Handover.Unsure("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault
                    ? fault
                    : new IllegalStateException("could not deliver", e);
        }
    }

    /// Brings a target that is behind what is in force, if it still is behind and that is due.
    public void serve(TargetId id) {
        var lock = lock(id);
        try {
            var state = writer.state();
            var behind = state.targets().behind(id);
            if (behind.isEmpty() || behind.get().due().isAfter(clock.instant())) {
                return;
            }
            var target = Optional.ofNullable(state.configuration().targets().get(id));
            var since = behind.get().since();
            var result =
                    target.isEmpty()
                            ? new Command.TargetResult.Missed(
                                    id, since, "it is not configured any more", Optional.empty())
                            : served(target.get(), behind.get());
            writer.submit(Prepared.of(result)).join();
        } finally {
            lock.unlock();
        }
    }

    private Command.TargetResult served(Configuration.Target target, Targets.Behind behind) {
        var key = "standing-" + behind.since() + "-" + target.id().name();
        var shipment =
                shipments.standing(writer.state(), target, behind.policies(), key, clock.instant());
        boolean concerns = !shipment.items().isEmpty() || !shipment.gone().isEmpty();
        var handover = concerns ? handed(load(target, shipment)) : NOTHING;
        return switch (handover) {
            case Handover.Taken t ->
                    new Command.TargetResult.CaughtUp(
                            target.id(),
                            behind.since(),
                            shipment.sequence(),
                            shipment.digest(),
                            shipment.items().size(),
                            t.said());
            case Handover.NotOffered n -> missed(target.id(), behind, "it takes no deliveries");
            case Handover.Refused r -> missed(target.id(), behind, r.reason());
            case Handover.Unsure u -> missed(target.id(), behind, u.reason());
        };
    }

    private static final Handover NOTHING = new Handover.Taken("nothing of it goes there");

    private static Handover handed(Load load) {
        return switch (load.carrier().prepare(load.to(), load.shipment())) {
            case Handover.Taken t -> load.carrier().deliver(load.to(), load.shipment());
            case Handover.NotOffered n -> load.carrier().deliver(load.to(), load.shipment());
            case Handover.Refused r -> r;
            case Handover.Unsure u -> u;
        };
    }

    /// It is tried quickly as long as a run waits for it, then at growing intervals.
    private Command.TargetResult missed(TargetId id, Targets.Behind behind, String reason) {
        var now = clock.instant();
        int failures = behind.attempts() + 1;
        var next =
                failures < Readiness.TRIES
                        ? Optional.of(Duration.ofSeconds(1L << (failures - 1)))
                        : BackOff.next(
                                failures,
                                Duration.between(behind.first(), now),
                                Duration.ZERO,
                                random.getAsDouble());
        return new Command.TargetResult.Missed(id, behind.since(), reason, next.map(now::plus));
    }

    /// How the targets of an environment fare, by name.
    public Map<String, HealthReading> health(EnvironmentId where) {
        var readings = new TreeMap<String, HealthReading>();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new TreeMap<String, Future<HealthReading>>();
            for (var target : writer.state().configuration().targetsOf(where)) {
                asked.put(
                        target.id().name(),
                        all.submit(() -> carrier(target).health(destination(target))));
            }
            asked.forEach((name, reading) -> readings.put(name, reading(reading)));
        }
        return readings;
    }

    private static HealthReading reading(Future<HealthReading> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HealthReading.Unknown("interrupted");
        } catch (ExecutionException e) {
            return new HealthReading.Unknown(String.valueOf(e.getCause()));
        }
    }

    private Load load(Configuration.Target target, Shipment shipment) {
        return new Load(destination(target), carrier(target), shipment);
    }

    private Carrier carrier(Configuration.Target target) {
        var carrier = carriers.get(target.kind());
        if (carrier == null) {
            throw new IllegalStateException(
                    "target "
                            + target.id()
                            + " is of kind "
                            + target.kind()
                            + ", which this server does not have");
        }
        return carrier;
    }

    /// Everything that a target was to have when it was brought a shipment, worked out of the
    /// ledger as it stood then.
    ///
    /// @param then the state of that size
    /// @throws IllegalArgumentException if there was no such target then
    public List<Shipment.Item> setAt(State then, TargetId id) {
        var target = then.configuration().targets().get(id);
        if (target == null) {
            throw new IllegalArgumentException("there was no target " + id);
        }
        return shipments.setAt(then, target);
    }

    /// The target with its settings.
    public Destination destination(Configuration.Target target) {
        var settings =
                EventCodec.mapper()
                        .readValue(
                                library.bytes(target.settings()),
                                new TypeReference<TreeMap<String, String>>() {});
        return new Destination(target.id().environment(), target.id().name(), settings);
    }
}
