package hms.runs.port;

import java.util.Optional;

/// Secrets by reference. Configuration and ledger hold references only, such as
/// `env:AIRBOARDS_SECRET` or `file:/run/secrets/airboards`.
@FunctionalInterface
public interface Secrets {

    /// Looks the secret up anew each time, so that it can be exchanged while the server runs.
    ///
    /// @return the secret, or empty where the reference leads nowhere
    Optional<String> find(String reference);
}
