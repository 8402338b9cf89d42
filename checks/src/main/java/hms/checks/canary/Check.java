package hms.checks.canary;

import java.util.Locale;

/// One thing that a canary is held to.
///
/// @param name such as `alerts`
/// @param state how it stands
/// @param sentence the figures: `alerts 31, foreseen 24 to 38 for 410 evaluations`
public record Check(String name, State state, String sentence) {

    /// How a check stands.
    public enum State {
        OK,
        /// It cannot be told yet. At the end that is not health.
        WAITING,
        /// It cannot be told, and will not be.
        UNCLEAR,
        FAILING;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Check ok(String name, String sentence) {
        return new Check(name, State.OK, sentence);
    }

    public static Check waiting(String name, String sentence) {
        return new Check(name, State.WAITING, sentence);
    }

    public static Check unclear(String name, String sentence) {
        return new Check(name, State.UNCLEAR, sentence);
    }

    public static Check failing(String name, String sentence) {
        return new Check(name, State.FAILING, sentence);
    }
}
