package hms.client;

/// A policy is in force, and has no value of the name and type that was asked for, or none on this
/// day.
public final class ValueAbsent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ValueAbsent(String message) {
        super(message);
    }
}
