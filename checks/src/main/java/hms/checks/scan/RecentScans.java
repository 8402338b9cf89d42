package hms.checks.scan;

import java.util.LinkedHashMap;
import java.util.Optional;

/// Remembers the last results, in memory.
public final class RecentScans implements ScanCache {
    private final int most;
    private final LinkedHashMap<Key, ScanResult> results = new LinkedHashMap<>(16, 0.75f, true);

    /// @param most how many results are kept
    public RecentScans(int most) {
        this.most = most;
    }

    @Override
    public Optional<ScanResult> find(Key key) {
        synchronized (results) {
            return Optional.ofNullable(results.get(key));
        }
    }

    @Override
    public void keep(Key key, ScanResult result) {
        synchronized (results) {
            results.put(key, result);
            while (results.size() > most) {
                results.remove(results.firstEntry().getKey());
            }
        }
    }
}
