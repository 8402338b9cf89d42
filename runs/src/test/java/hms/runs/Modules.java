package hms.runs;

import hms.runs.port.Carrier;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import hms.runs.port.Shipment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Targets that keep what they are brought, refuse what is older than what they had, and do a
/// shipment that comes again only once.
final class Modules implements Carrier {

    /// What a target has, and what was done there.
    static final class Module {
        final Map<String, String> has = new TreeMap<>();
        final List<String> keys = new ArrayList<>();
        final List<String> effects = new ArrayList<>();
        long sequence;
    }

    final Map<String, Module> byName = new ConcurrentHashMap<>();
    final Map<String, Handover> answers = new HashMap<>();
    final Map<String, Handover> willingness = new HashMap<>();
    final Map<String, HealthReading> health = new HashMap<>();
    Runnable before = () -> {};

    Module module(String name) {
        return byName.computeIfAbsent(name, each -> new Module());
    }

    @Override
    public Optional<String> complaint(Map<String, String> settings) {
        return Optional.empty();
    }

    @Override
    public Handover prepare(Destination to, Shipment shipment) {
        return willingness.getOrDefault(to.toString(), new Handover.NotOffered());
    }

    @Override
    public Handover deliver(Destination to, Shipment shipment) {
        before.run();
        var answer = answers.get(to.toString());
        if (answer != null) {
            return answer;
        }
        var module = module(to.toString());
        synchronized (module) {
            if (shipment.sequence() < module.sequence) {
                return new Handover.Refused("older than what it has");
            }
            module.sequence = shipment.sequence();
            if (!module.keys.contains(shipment.key())) {
                module.keys.add(shipment.key());
                module.effects.add(effect(shipment));
            }
            shipment.items()
                    .forEach(i -> module.has.put(i.policy().text(), i.version().toString()));
            shipment.gone().forEach(id -> module.has.remove(id.text()));
        }
        return new Handover.Taken("200, read back");
    }

    private static String effect(Shipment shipment) {
        var said = new ArrayList<String>();
        shipment.items().forEach(item -> said.add(item.policy() + "@" + item.version()));
        shipment.gone().forEach(id -> said.add(id + " gone"));
        return String.join(" ", said);
    }

    @Override
    public void discard(Destination to, Shipment shipment) {}

    @Override
    public HealthReading health(Destination to) {
        return health.getOrDefault(to.toString(), new HealthReading.Well("answered 200"));
    }
}
