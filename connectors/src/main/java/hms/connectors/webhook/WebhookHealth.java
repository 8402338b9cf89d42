package hms.connectors.webhook;

import hms.connectors.guarded.GuardedHttp;
import hms.runs.port.HealthHook;
import hms.runs.port.HealthReading;
import java.io.IOException;

/// Asks a webhook whether a canary is well: an answer of 2xx is a yes, one of 5xx or 429 says that
/// it cannot tell, any other is a no.
public final class WebhookHealth implements HealthHook {

    private static final int TOO_MANY = 429;

    private final GuardedHttp post;

    public WebhookHealth(GuardedHttp post) {
        this.post = post;
    }

    @Override
    public HealthReading ask(String url, String about) {
        try {
            var answer = post.post(url, "application/json", about);
            var said = "the webhook answered " + answer.status();
            if (answer.status() < 300) {
                return new HealthReading.Well(said);
            }
            return answer.status() >= 500 || answer.status() == TOO_MANY
                    ? new HealthReading.Unknown(said)
                    : new HealthReading.Ill(said);
        } catch (IOException e) {
            return new HealthReading.Unknown("the webhook: " + e.getMessage());
        }
    }
}
