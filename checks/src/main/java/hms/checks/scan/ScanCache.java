package hms.checks.scan;

import hms.trust.Digest;
import java.util.Optional;

/// Remembers what rule sets found, so that the same content is not looked at twice. Safe for any
/// number of threads.
public interface ScanCache {

    /// What a result is remembered by.
    ///
    /// @param ruleset the set's name
    /// @param version the set's version
    /// @param digest what its findings follow from
    record Key(String ruleset, int version, Digest digest) {}

    /// What was found before, if that is still known.
    Optional<ScanResult> find(Key key);

    /// Remembers a result.
    void keep(Key key, ScanResult result);
}
