package hms.connectors.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.checks.chaos.ClusterFault;
import hms.runs.port.Bundle;
import hms.runs.port.Carrier;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import hms.runs.port.Shipment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/// Brings shipments to mini clusters: targets of kind `local`. Every replica looks whether it
/// could obey what comes, and says so; what is in force it hears from the server, as every
/// subscriber does.
public final class MiniClusterCarrier implements Carrier {
    private static final Set<Integer> FOR_GOOD = Set.of(400, 409, 413, 422);

    private final LocalCluster local;

    /// @param dataFolder to which the clusters belong
    public MiniClusterCarrier(Path dataFolder) {
        this.local = new LocalCluster(dataFolder);
    }

    @Override
    public Optional<String> complaint(Map<String, String> settings) {
        return LocalCluster.complaint(settings);
    }

    /// What is delivered has no effect before it goes live: there is nothing to prepare.
    @Override
    public Handover prepare(Destination to, Shipment shipment) {
        return new Handover.NotOffered();
    }

    @Override
    public Handover deliver(Destination to, Shipment shipment) {
        var body = JsonNodeFactory.instance.objectNode().put("env", to.environment().value());
        body.set("bundle", Bundle.of(shipment));
        try (var client = local.reach(to)) {
            return handover(shipment, client.deliver(body.toString().getBytes(UTF_8)));
        } catch (ClusterFault e) {
            return new Handover.Unsure(e.what());
        }
    }

    private static Handover handover(Shipment shipment, ControlClient.Answer answer) {
        if (answer.status() == 200) {
            return readBack(shipment, answer);
        }
        return FOR_GOOD.contains(answer.status())
                ? new Handover.Refused(answer.detail())
                : new Handover.Unsure(answer.detail());
    }

    private static Handover readBack(Shipment shipment, ControlClient.Answer answer) {
        var digest = shipment.digest().toString();
        int taken = 0;
        for (var receipt : answer.body().path("receipts")) {
            if (receipt.path("sequence").asLong() != shipment.sequence()
                    || !receipt.path("digest").asString("").equals(digest)) {
                return new Handover.Unsure(
                        receipt.path("replica").asString("a replica") + " has something else");
            }
            taken++;
        }
        return new Handover.Taken(taken == 1 ? "1 receipt" : taken + " receipts");
    }

    @Override
    public void discard(Destination to, Shipment shipment) {
        // nothing was prepared
    }

    @Override
    public HealthReading health(Destination to) {
        try (var client = local.reach(to)) {
            return health(client.status());
        } catch (ClusterFault e) {
            return new HealthReading.Ill(e.what());
        }
    }

    /// A replica that is ready and does not obey what the server has is not well either.
    private static HealthReading health(ClusterStatus status) {
        var said = "%d of %d replicas ready".formatted(status.ready(), status.replicas().size());
        if (status.ready() < status.replicas().size()) {
            return new HealthReading.Ill(said);
        }
        return status.replicas().stream()
                .flatMap(each -> each.trouble().map(why -> each.name() + ": " + why).stream())
                .findFirst()
                .<HealthReading>map(HealthReading.Ill::new)
                .orElseGet(() -> new HealthReading.Well(said));
    }
}
