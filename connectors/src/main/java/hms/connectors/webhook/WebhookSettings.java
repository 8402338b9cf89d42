package hms.connectors.webhook;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What the server's operator decides about webhooks.
///
/// @param allowedHosts names (or addresses) as they stand in a URL, which may lead to private
///     addresses; all others have to be public
/// @param timeout for one attempt altogether, from the look-up of the name to the head of the
///     answer; more than zero
public record WebhookSettings(Set<String> allowedHosts, Duration timeout) {

    public WebhookSettings {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("An attempt needs more time than " + timeout);
        }
        allowedHosts =
                allowedHosts.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Public hosts only, and 15 seconds an attempt.
    public static WebhookSettings standard() {
        return new WebhookSettings(Set.of(), Duration.ofSeconds(15));
    }
}
