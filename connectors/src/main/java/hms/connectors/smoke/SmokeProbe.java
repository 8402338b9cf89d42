package hms.connectors.smoke;

import hms.connectors.guarded.GuardedHttp;
import hms.connectors.guarded.GuardedHttp.Answered;
import hms.connectors.guarded.GuardedHttp.Request;
import hms.runs.port.HealthReading;
import hms.runs.port.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Probes over HTTP: one GET, no redirect, at most a mebibyte of text.
public final class SmokeProbe implements Probe {

    private final GuardedHttp http;

    public SmokeProbe(GuardedHttp http) {
        this.http = http;
    }

    @Override
    public HealthReading get(String url, int status, Optional<String> contains, Duration within) {
        try {
            return judged(http.send(Request.get(url, Map.of()), within), status, contains);
        } catch (IOException e) {
            return new HealthReading.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private static HealthReading judged(Answered answer, int status, Optional<String> contains) {
        if (answer.status() != status) {
            return new HealthReading.Ill(
                    "answered %d, not %d%s"
                            .formatted(
                                    answer.status(),
                                    status,
                                    answer.status() / 100 == 3
                                            ? "; redirects are not followed"
                                            : ""));
        }
        if (contains.isPresent() && !answer.body().contains(contains.get())) {
            return new HealthReading.Ill(
                    "answered %d without \"%s\"%s"
                            .formatted(
                                    status,
                                    contains.get(),
                                    answer.cut() ? " in its first mebibyte" : " in it"));
        }
        return new HealthReading.Well("answered " + status);
    }
}
