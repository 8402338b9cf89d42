package hms.connectors.module;

import hms.connectors.guarded.GuardedHttp.Answered;
import hms.core.event.EventCodec;
import hms.runs.port.Handover;
import hms.runs.port.Pause;
import hms.runs.port.Shipment;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;

/// Makes sure that a module has what it said it took: its address is read until it names the
/// shipment's digest and sequence, or the time is up.
final class ReadBack {

    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int MOST_LOOKS = 12;

    private final Exchange exchange;
    private final Pause pause;

    ReadBack(Exchange exchange, Pause pause) {
        this.exchange = exchange;
        this.pause = pause;
    }

    /// What a module says that it has.
    record Has(String digest, OptionalLong sequence) {

        /// Empty if the answer does not say.
        static Optional<Has> in(Answered answer) {
            try {
                var said = EventCodec.mapper().readTree(answer.body());
                var digest = said.path("digest");
                var sequence = said.path("sequence");
                return digest.isString()
                        ? Optional.of(
                                new Has(
                                        digest.stringValue(),
                                        sequence.canConvertToLong() && sequence.isIntegralNumber()
                                                ? OptionalLong.of(sequence.longValue())
                                                : OptionalLong.empty()))
                        : Optional.empty();
            } catch (JacksonException e) {
                return Optional.empty();
            }
        }

        boolean is(Shipment shipment) {
            return digest.equals(shipment.digest().toString())
                    && (sequence.isEmpty() || sequence.getAsLong() == shipment.sequence());
        }

        String text() {
            var brief = digest.length() > 80 ? digest.substring(0, 80) + "…" : digest;
            return sequence.isPresent()
                    ? "%s (sequence %d)".formatted(brief, sequence.getAsLong())
                    : brief;
        }
    }

    /// @param answer what it answered when it took the shipment
    /// @param required whether it has to be read back, whatever it answered
    Handover check(String url, Shipment shipment, Answered answer, boolean required) {
        var offered = Has.in(answer);
        if (!required && offered.isEmpty()) {
            return new Handover.Taken(String.valueOf(answer.status()));
        }
        var wait = FIRST_WAIT;
        var reason = "it was not read back";
        for (int look = 0; look < MOST_LOOKS && !exchange.left().isZero(); look++) {
            try {
                var read = exchange.get(url);
                var has = read.status() < 300 ? Has.in(read) : Optional.<Has>empty();
                if (has.isPresent() && has.get().is(shipment)) {
                    return new Handover.Taken(answer.status() + ", read back");
                }
                if (unread(read) && offered.isPresent() && offered.get().is(shipment)) {
                    return new Handover.Taken(answer.status() + ", and it names what it has");
                }
                if (unread(read) && offered.isEmpty()) {
                    return new Handover.Unsure(
                            "it took it (%d), and cannot be read back: GET is answered with %d; offer it, or take out readback: true"
                                    .formatted(answer.status(), read.status()));
                }
                reason = has.map(h -> instead(h, shipment)).orElse(unreadable(read));
            } catch (IOException e) {
                reason = "it took it, and could not be read back: " + e.getMessage();
            }
            try {
                pause.rest(shorter(wait, exchange.left()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Handover.Unsure("interrupted while reading it back");
            }
            wait = shorter(wait.multipliedBy(2), LONGEST_WAIT);
        }
        return new Handover.Unsure(reason);
    }

    private static boolean unread(Answered read) {
        return read.status() == 404 || read.status() == 405 || read.status() == 501;
    }

    private static String instead(Has has, Shipment shipment) {
        return "it has %s instead of %s (sequence %d)"
                .formatted(has.text(), shipment.digest(), shipment.sequence());
    }

    private static String unreadable(Answered read) {
        return "it took it, and could not be read back: GET is answered with %d%s"
                .formatted(read.status(), read.status() < 300 ? " and names no digest" : "");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
