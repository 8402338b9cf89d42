package hms.runs.step;

import hms.artifact.Artifact;
import hms.core.pipeline.Stage;
import hms.core.state.ArtifactKey;
import hms.core.state.EnvironmentId;
import hms.core.state.Line;
import hms.core.state.Policies;
import hms.core.state.Run;
import hms.core.state.State;
import hms.runs.content.Library;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a step works on: a run, the stage it is at, and the state as of its beginning.
///
/// @param at when the stage began
public record StageRun(Run run, Stage stage, State state, Library library, Instant at) {

    /// One artifact of the release.
    public record Member(Policies.Submitted submitted, Artifact artifact) {
        public ArtifactKey key() {
            return submitted.key();
        }
    }

    /// Where the stage acts.
    public EnvironmentId environment() {
        return run.environmentOf(stage);
    }

    public List<Member> members() {
        return run.members().stream().map(this::member).toList();
    }

    /// The artifact that is in force where this run goes, if one is.
    public Optional<Member> live(ArtifactKey key) {
        return inForce(key.policy());
    }

    /// The artifact of another policy that is in force where this run goes, or of this release.
    public Optional<Member> companion(hms.artifact.PolicyId policy) {
        return run.members().stream()
                .filter(m -> m.policy().equals(policy))
                .findFirst()
                .map(this::member)
                .or(() -> inForce(policy));
    }

    /// What the artifact's rules read from other policies, by alias; aliases of policies that are
    /// nowhere are left out.
    public Map<String, Artifact> uses(Artifact artifact) {
        var found = new LinkedHashMap<String, Artifact>();
        artifact.uses()
                .forEach(
                        (alias, policy) ->
                                companion(policy).ifPresent(m -> found.put(alias, m.artifact())));
        return found;
    }

    /// The exact bytes of a file that the artifact names.
    public Map<String, byte[]> files(Policies.Submitted submitted) {
        var files = new LinkedHashMap<String, byte[]>();
        submitted.files().forEach(f -> files.put(f.path(), library.bytes(f.blob())));
        return files;
    }

    private Member member(ArtifactKey key) {
        var submitted = state.policies().submitted(key).orElseThrow();
        return new Member(submitted, library.artifact(submitted));
    }

    private Optional<Member> inForce(hms.artifact.PolicyId policy) {
        return state.live()
                .inForce(new Line(run.environment(), policy), at)
                .map(entry -> member(new ArtifactKey(policy, entry.version())));
    }
}
