package hms.checks.canary;

/// How alive one side of a canary is.
///
/// @param subscribers how many belong to it
/// @param silent of them, those from whom nothing came for too long, and who had not taken leave
/// @param before evaluations in the first two thirds of the window
/// @param lately evaluations in the last third
public record Activity(long subscribers, long silent, long before, long lately) {
    public static final Activity NONE = new Activity(0, 0, 0, 0);
}
