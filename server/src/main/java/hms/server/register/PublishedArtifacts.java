package hms.server.register;

import hms.artifact.Artifact;
import hms.core.state.ArtifactKey;
import hms.core.state.Policies;
import hms.core.state.Register;
import hms.core.state.State;
import hms.runs.content.Library;

/// The artifacts that documents publish, or take back.
record PublishedArtifacts(Library library) {

    Artifact of(State state, Register.Published published) {
        return library.artifact(submitted(state, published));
    }

    byte[] bytes(State state, Register.Published published) {
        return library.bytes(submitted(state, published).artifact());
    }

    static Policies.Submitted submitted(State state, Register.Published published) {
        return state.policies()
                .submitted(new ArtifactKey(published.policy(), published.version()))
                .orElseThrow();
    }
}
