package hms.connectors.module;

import hms.connectors.guarded.GuardedUrl;
import hms.connectors.guarded.UnusableUrl;
import hms.core.pipeline.file.Times;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What `hms.yaml` says about a module.
///
/// @param url where policies are posted to; without a slash at its end
/// @param health where it says how it fares
/// @param token reference to the secret that goes along
/// @param twoPhases whether it is asked to prepare and to commit
/// @param readBack whether it has to be read back, also if its answer does not offer it
/// @param timeout for one call of the carrier altogether
record ModuleSettings(
        String url,
        Optional<String> health,
        Optional<String> token,
        boolean twoPhases,
        boolean readBack,
        Duration timeout) {

    private static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final Set<String> KEYS =
            Set.of("url", "health", "token", "phases", "readback", "timeout");

    /// What is wrong, for the person who wrote it.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Unusable(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    static ModuleSettings parse(Map<String, String> settings) throws Unusable {
        for (var key : settings.keySet()) {
            if (!KEYS.contains(key)) {
                throw new Unusable(
                        "%s is no setting of a target of kind http; it has url, health, token, phases, readback and timeout"
                                .formatted(key));
            }
        }
        var url = settings.get("url");
        if (url == null) {
            throw new Unusable("url is missing; write the module's address, as url: https://…");
        }
        var twoPhases = oneOf(settings, "phases", "one", "two").equals("two");
        return new ModuleSettings(
                url(url, twoPhases),
                address(settings, "health"),
                token(settings),
                twoPhases,
                oneOf(settings, "readback", "false", "true").equals("true"),
                timeout(settings));
    }

    private static String url(String text, boolean twoPhases) throws Unusable {
        check("url", text);
        if (twoPhases && text.indexOf('?') >= 0) {
            throw new Unusable(
                    "url has a query (?), and phases: two adds /prepare and /commit to it; take the query out");
        }
        return twoPhases && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static Optional<String> address(Map<String, String> settings, String key)
            throws Unusable {
        var text = Optional.ofNullable(settings.get(key));
        if (text.isPresent()) {
            check(key, text.get());
        }
        return text;
    }

    private static void check(String key, String url) throws Unusable {
        try {
            GuardedUrl.parse(url);
        } catch (UnusableUrl e) {
            throw new Unusable(key + ": " + e.reason());
        }
    }

    private static Optional<String> token(Map<String, String> settings) throws Unusable {
        var token = Optional.ofNullable(settings.get("token"));
        if (token.isPresent() && !token.get().matches("(env:|file:/).+")) {
            throw new Unusable(
                    "token is no reference; write token: env:NAME or token: file:/absolute/path, never the secret itself");
        }
        return token;
    }

    private static String oneOf(
            Map<String, String> settings, String key, String standard, String other)
            throws Unusable {
        var text = settings.getOrDefault(key, standard);
        if (!text.equals(standard) && !text.equals(other)) {
            throw new Unusable("%s is %s or %s, not %s".formatted(key, standard, other, text));
        }
        return text;
    }

    private static Duration timeout(Map<String, String> settings) throws Unusable {
        var text = settings.get("timeout");
        if (text == null) {
            return STANDARD_TIMEOUT;
        }
        var time = Times.parse(text).filter(t -> t.isPositive());
        if (time.isEmpty() || time.get().compareTo(LONGEST_TIMEOUT) > 0) {
            throw new Unusable("timeout is a time such as 30s, up to 10m, not " + text);
        }
        return time.get();
    }
}
