package hms.checks.scan;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// Runs rule sets over a package, side by side.
public final class Scan {
    private final ScanCache cache;
    private final Executor executor;

    /// @param cache what was found before
    /// @param executor runs the sets, as many at once as it likes
    public Scan(ScanCache cache, Executor executor) {
        this.cache = cache;
        this.executor = executor;
    }

    /// Holds a package against rule sets.
    public ScanReport run(ScanTarget target, List<ScanRules> sets) {
        var running =
                sets.stream()
                        .map(
                                set ->
                                        CompletableFuture.supplyAsync(
                                                () -> result(target, set), executor))
                        .toList();
        try {
            return new ScanReport(
                    target.content(), running.stream().map(CompletableFuture::join).toList());
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw e;
        }
    }

    private ScanResult result(ScanTarget target, ScanRules set) {
        var key = new ScanCache.Key(set.name(), set.version(), set.key(target));
        var known = cache.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        var findings = new ScanFindings();
        set.scan(target, findings);
        var result = findings.result(set);
        cache.keep(key, result);
        return result;
    }
}
