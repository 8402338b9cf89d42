package hms.core.decide;

/// An expected "no": a value, not an exception. It says what is wrong and what to do.
///
/// @param code   stable, for programs: `not-approved`
/// @param message one sentence for people
/// @param remedy what to do next; may name a command
public record Refusal(Category category, String code, String message, String remedy) {

    /// The few kinds that callers treat differently.
    public enum Category {
        /// The request itself is wrong; repeating it will not help.
        INCORRECT,
        /// The request contradicts what stands; another state would allow it.
        CONFLICT,
        NOT_FOUND,
        FORBIDDEN,
        /// Too much at once; repeat later.
        BUSY,
        /// Cannot be done now, for reasons outside of the request.
        UNAVAILABLE
    }

    public static Refusal incorrect(String code, String message, String remedy) {
        return new Refusal(Category.INCORRECT, code, message, remedy);
    }

    public static Refusal conflict(String code, String message, String remedy) {
        return new Refusal(Category.CONFLICT, code, message, remedy);
    }

    public static Refusal notFound(String code, String message, String remedy) {
        return new Refusal(Category.NOT_FOUND, code, message, remedy);
    }

    public static Refusal forbidden(String code, String message, String remedy) {
        return new Refusal(Category.FORBIDDEN, code, message, remedy);
    }
}
