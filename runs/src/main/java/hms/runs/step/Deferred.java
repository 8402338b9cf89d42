package hms.runs.step;

/// The work cannot be done now, and could be in a moment: somebody else holds what it needs.
final class Deferred extends RuntimeException {

    Deferred(String message) {
        super(message);
    }
}
