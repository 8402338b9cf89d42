package hms.connectors.module;

import hms.connectors.guarded.GuardedHttp;
import hms.connectors.guarded.GuardedHttp.Answered;
import hms.connectors.module.ModuleSettings.Unusable;
import hms.core.event.EventCodec;
import hms.runs.port.Bundle;
import hms.runs.port.Carrier;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.HealthReading;
import hms.runs.port.Pause;
import hms.runs.port.Secrets;
import hms.runs.port.Shipment;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Posts shipments to modules: targets of kind `http`. Safe for use by many threads.
///
/// Nothing is remembered between calls. A module that lost what it had prepared is asked to prepare
/// again, and one that turns out to offer no phases gets the plain POST.
public final class ModuleCarrier implements Carrier {

    private static final int PRECONDITION_FAILED = 412;

    private final GuardedHttp http;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Pause pause;

    /// @param clock for the time that a call may take
    /// @param pause between looks at what a module has
    public ModuleCarrier(GuardedHttp http, Secrets secrets, InstantSource clock, Pause pause) {
        this.http = http;
        this.secrets = secrets;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public Optional<String> complaint(Map<String, String> settings) {
        try {
            ModuleSettings.parse(settings);
            return Optional.empty();
        } catch (Unusable e) {
            return Optional.of(e.reason());
        }
    }

    @Override
    public Handover prepare(Destination to, Shipment shipment) {
        return with(
                to,
                (settings, exchange) ->
                        settings.twoPhases()
                                ? prepared(settings, exchange, shipment)
                                : new Handover.NotOffered());
    }

    @Override
    public Handover deliver(Destination to, Shipment shipment) {
        return with(
                to,
                (settings, exchange) ->
                        settings.twoPhases()
                                ? committed(settings, exchange, shipment)
                                : posted(settings, exchange, shipment));
    }

    /// A module that does not hear this forgets what it prepared when it prepares the next, so
    /// whatever it answers changes nothing.
    @Override
    public void discard(Destination to, Shipment shipment) {
        var _ =
                with(
                        to,
                        (settings, exchange) -> {
                            if (!settings.twoPhases()) {
                                return new Handover.NotOffered();
                            }
                            var answer = second("discard", settings, exchange, shipment);
                            return answer.status() < 300 ? taken(answer) : exchange.no(answer);
                        });
    }

    @Override
    public HealthReading health(Destination to) {
        try {
            var settings = ModuleSettings.parse(to.settings());
            var exchange = exchange(settings);
            var asked = settings.health();
            int status = exchange.get(asked.orElse(settings.url())).status();
            if (asked.isEmpty() && status >= 400 && status < 500) {
                return new HealthReading.Well(
                        "it answers (" + status + "); no health URL is configured");
            }
            var said = (asked.isEmpty() ? "its URL" : "its health URL") + " answered " + status;
            return status < 300 ? new HealthReading.Well(said) : new HealthReading.Ill(said);
        } catch (Unusable e) {
            return new HealthReading.Unknown(e.reason());
        } catch (IOException e) {
            return new HealthReading.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private interface Talk {
        Handover with(ModuleSettings settings, Exchange exchange) throws IOException;
    }

    private Handover with(Destination to, Talk talk) {
        try {
            var settings = ModuleSettings.parse(to.settings());
            return talk.with(settings, exchange(settings));
        } catch (Unusable e) {
            return new Handover.Refused(e.reason());
        } catch (IOException e) {
            return Exchange.no(e);
        }
    }

    private Exchange exchange(ModuleSettings settings) throws Unusable {
        var reference = settings.token();
        var token = reference.flatMap(secrets::find);
        if (reference.isPresent() && token.isEmpty()) {
            throw new Unusable(
                    "its token is missing: " + reference.get() + " leads nowhere; set it");
        }
        return new Exchange(http, clock, settings.timeout(), token);
    }

    private static Handover prepared(ModuleSettings settings, Exchange exchange, Shipment shipment)
            throws IOException {
        var answer =
                exchange.post(
                        settings.url() + "/prepare", headers(shipment, ":prepare"), body(shipment));
        if (answer.status() < 300) {
            return taken(answer);
        }
        return switch (answer.status()) {
            case 404, 405, 501 -> new Handover.NotOffered();
            default -> exchange.no(answer);
        };
    }

    private Handover committed(ModuleSettings settings, Exchange exchange, Shipment shipment)
            throws IOException {
        var answer = second("commit", settings, exchange, shipment);
        switch (answer.status()) {
            case 404, 405, 501, PRECONDITION_FAILED -> {
                switch (prepared(settings, exchange, shipment)) {
                    case Handover.NotOffered _ -> {
                        return posted(settings, exchange, shipment);
                    }
                    case Handover.Taken _ ->
                            answer = second("commit", settings, exchange, shipment);
                    case Handover.Refused refused -> {
                        return refused;
                    }
                    case Handover.Unsure unsure -> {
                        return unsure;
                    }
                }
            }
            default -> {}
        }
        return made(settings, exchange, shipment, answer);
    }

    private Handover posted(ModuleSettings settings, Exchange exchange, Shipment shipment)
            throws IOException {
        var answer = exchange.post(settings.url(), headers(shipment, ""), body(shipment));
        return made(settings, exchange, shipment, answer);
    }

    private Handover made(
            ModuleSettings settings, Exchange exchange, Shipment shipment, Answered answer) {
        return answer.status() < 300
                ? new ReadBack(exchange, pause)
                        .check(settings.url(), shipment, answer, settings.readBack())
                : exchange.no(answer);
    }

    /// Commits or discards what was prepared.
    private static Answered second(
            String act, ModuleSettings settings, Exchange exchange, Shipment shipment)
            throws IOException {
        var body = EventCodec.mapper().createObjectNode();
        body.put("digest", shipment.digest().toString());
        body.put("sequence", shipment.sequence());
        body.put("env", shipment.environment().value());
        return exchange.post(
                settings.url() + "/" + act, headers(shipment, ":" + act), body.toString());
    }

    private static Handover taken(Answered answer) {
        return new Handover.Taken(String.valueOf(answer.status()));
    }

    private static Map<String, String> headers(Shipment shipment, String act) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Idempotency-Key", shipment.key() + act);
        headers.put("HMS-Sequence", Long.toString(shipment.sequence()));
        return headers;
    }

    private static String body(Shipment shipment) {
        var body = EventCodec.mapper().createObjectNode();
        body.set("bundle", Bundle.of(shipment));
        body.put("env", shipment.environment().value());
        return body.toString();
    }
}
