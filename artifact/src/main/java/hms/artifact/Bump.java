package hms.artifact;

/// The part of a version number that a change has to raise, least first.
public enum Bump {
    PATCH,
    MINOR,
    MAJOR;

    /// The greater of the two.
    public Bump or(Bump other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
