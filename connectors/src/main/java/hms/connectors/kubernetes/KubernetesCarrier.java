package hms.connectors.kubernetes;

import hms.runs.port.Carrier;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import hms.runs.port.Pause;
import hms.runs.port.Shipment;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes sets to ConfigMaps and restarts who reads them: targets of kind `kubernetes`. Safe for
/// use by many threads.
public final class KubernetesCarrier implements Carrier {

    private final Map<String, String> environment;
    private final Links links;
    private final InstantSource clock;
    private final Pause pause;
    private final Consumer<String> reached;

    /// @param environment the process's variables, which say whether it runs in a cluster
    /// @param links where this server hands out earlier sets
    /// @param clock for the marks of restarts, and the time that a delivery may take
    /// @param pause between looks at deployments that are not ready
    public KubernetesCarrier(
            Map<String, String> environment, Links links, InstantSource clock, Pause pause) {
        this(environment, links, clock, pause, _ -> {});
    }

    /// @param reached is told at each step, for tests that die or meddle there
    KubernetesCarrier(
            Map<String, String> environment,
            Links links,
            InstantSource clock,
            Pause pause,
            Consumer<String> reached) {
        this.environment = Map.copyOf(environment);
        this.links = links;
        this.clock = clock;
        this.pause = pause;
        this.reached = reached;
    }

    @Override
    public Optional<String> complaint(Map<String, String> settings) {
        try {
            ClusterSettings.parse(settings);
            return Optional.empty();
        } catch (CannotApply e) {
            return Optional.of(e.reason());
        }
    }

    /// Says whether the cluster would take it; nothing is handed over.
    @Override
    public Handover prepare(Destination to, Shipment shipment) {
        try {
            return Connection.with(
                    new ClusterAccess(environment),
                    to,
                    (client, settings) -> {
                        new Delivery(client, to, settings, shipment, links, reached).judge();
                        return new Handover.Taken("would be taken");
                    });
        } catch (CannotApply e) {
            return e.handover();
        }
    }

    @Override
    public Handover deliver(Destination to, Shipment shipment) {
        try {
            return Connection.with(
                    new ClusterAccess(environment),
                    to,
                    (client, settings) ->
                            new Delivery(client, to, settings, shipment, links, reached)
                                    .run(clock, pause));
        } catch (CannotApply e) {
            return e.handover();
        }
    }

    /// There is nothing to forget: what was asked ahead left nothing behind.
    @Override
    public void discard(Destination to, Shipment shipment) {}

    @Override
    public HealthReading health(Destination to) {
        try {
            return Connection.with(
                    new ClusterAccess(environment),
                    to,
                    (client, settings) -> new ClusterHealth(client, settings).read());
        } catch (CannotApply e) {
            return e.forGood()
                    ? new HealthReading.Ill(e.reason())
                    : new HealthReading.Unknown(e.reason());
        }
    }
}
