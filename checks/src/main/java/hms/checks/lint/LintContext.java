package hms.checks.lint;

import hms.artifact.Artifact;
import hms.artifact.PolicyId;
import hms.artifact.Timeline;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// What an artifact is held against.
///
/// @param live the version that is live where it would go, if there is one
/// @param timeline the policy's versions there
/// @param policies the artifacts that may stand behind its `uses`, as they are in force
/// @param now the time
/// @param legalZone the zone of local dates where the artifact names none
public record LintContext(
        Optional<Artifact> live,
        Timeline timeline,
        Map<PolicyId, Artifact> policies,
        Instant now,
        ZoneId legalZone) {
    public LintContext {
        policies = Map.copyOf(policies);
    }

    /// Nothing but the file itself, and the policies beside it.
    public static LintContext alone(
            Map<PolicyId, Artifact> policies, Instant now, ZoneId legalZone) {
        return new LintContext(
                Optional.empty(), Timeline.empty(legalZone), policies, now, legalZone);
    }
}
