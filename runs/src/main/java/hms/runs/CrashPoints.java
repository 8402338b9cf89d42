package hms.runs;

/// Named places between the steps of a run, at which a test can end the process. In service nothing
/// happens there.
@FunctionalInterface
public interface CrashPoints {

    CrashPoints NONE = (run, point) -> {};

    /// @param run   number of the run
    /// @param point `STAGE:before`, `STAGE:begun`, `STAGE:worked` or `STAGE:finished`
    void reach(int run, String point);
}
