package hms.runs.target;

import hms.core.event.EventCodec;
import java.util.List;
import java.util.Optional;

/// What is asked of an environment: addresses that say how it fares, and smoke tests that a release
/// has to stand.
public record Probes(List<String> health, List<Smoke> smoke) {

    public static final Probes NONE = new Probes(List.of(), List.of());

    public Probes {
        health = List.copyOf(health);
        smoke = List.copyOf(smoke);
    }

    /// One smoke test: a GET, with what has to come back.
    ///
    /// @param url may have the places `{policy}`, `{version}` and `{digest}`: it is then asked once
    ///     for each artifact of the release
    /// @param status of the answer
    /// @param contains what has to be in its body; may have the same places
    /// @param afterRollout whether it is asked once the release is live; else once it is delivered
    public record Smoke(String url, int status, Optional<String> contains, boolean afterRollout) {}

    public boolean isNone() {
        return health.isEmpty() && smoke.isEmpty();
    }

    /// As JSON, for a blob.
    public byte[] bytes() {
        return EventCodec.mapper().writeValueAsBytes(new Form(health, smoke));
    }

    /// @throws IllegalArgumentException if the bytes are not what [#bytes()] wrote
    public static Probes of(byte[] bytes) {
        var form = EventCodec.mapper().readValue(bytes, Form.class);
        return new Probes(form.health(), form.smoke());
    }

    /// What is written: the record without what can be told from it.
    private record Form(List<String> health, List<Smoke> smoke) {}
}
