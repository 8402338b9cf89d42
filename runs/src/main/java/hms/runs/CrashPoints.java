package hms.runs;

/// Named places between the steps of a run, at which a test can end the process. In service nothing
/// happens there.
@FunctionalInterface
public interface CrashPoints {

    CrashPoints NONE = point -> {};

    /// @param point `STAGE:before`, `STAGE:begun`, `STAGE:worked` or `STAGE:finished`
    void reach(String point);
}
