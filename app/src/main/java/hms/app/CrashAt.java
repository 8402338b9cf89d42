package hms.app;

import hms.runs.CrashPoints;
import java.io.IOException;
import java.util.Map;

/// Kills this process at a named point of a run, as `kill -9` does: how tests find out that nothing
/// is lost
/// wherever it dies. Set by `HMS_CRASH_AT`,
/// such as `publish:worked`, or `7/publish:worked` for one run only; without it nothing happens.
final class CrashAt implements CrashPoints {

    private final String point;

    private CrashAt(String point) {
        this.point = point;
    }

    static CrashPoints ofEnvironment(Map<String, String> environment) {
        var point = environment.get("HMS_CRASH_AT");
        return point == null || point.isEmpty() ? CrashPoints.NONE : new CrashAt(point);
    }

    @Override
    public void reach(int run, String reached) {
        if (!reached.equals(point) && !(run + "/" + reached).equals(point)) {
            return;
        }
        try {
            var pid = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("kill", "-9", pid).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("could not kill this process at " + point, e);
        }
    }
}
