package hms.runs.port;

import java.util.Map;
import java.util.Optional;

/// Brings shipments to one kind of target: a module's address, a cluster, a folder. Everything
/// blocks, within a time of its own. Delivering the same shipment again changes nothing.
public interface Carrier {

    /// What is wrong with a target's settings, in words that name the key and what to do; empty if
    /// they can be used. Asks nobody.
    Optional<String> complaint(Map<String, String> settings);

    /// Hands a shipment over without effect, where targets of this kind can do that. What comes
    /// back says that it would be taken, that it would not, or that it cannot be asked.
    Handover prepare(Destination to, Shipment shipment);

    /// Puts the shipment into effect, and reads back that it is.
    Handover deliver(Destination to, Shipment shipment);

    /// Forgets what was handed over without effect and will not come into effect.
    void discard(Destination to, Shipment shipment);

    /// How the target fares, before anything is touched.
    HealthReading health(Destination to);
}
