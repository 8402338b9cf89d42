package hms.core.decide;

import hms.core.state.ArtifactKey;
import java.util.List;
import java.util.OptionalInt;

/// What the caller hears.
public sealed interface Answer {

    record Done() implements Answer {}

    /// @param id the id that now exists, or existed already
    record Named(String id) implements Answer {}

    /// @param already whether all of them were there before, byte for byte
    record Submitted(List<ArtifactKey> keys, boolean already) implements Answer {}

    /// @param run the run that was queued with it, if one was
    record Approved(String approval, OptionalInt run) implements Answer {}

    /// @param repeated whether an earlier request with the same key had queued it
    record Queued(int run, boolean repeated) implements Answer {}

    record RolledBack(ArtifactKey to, boolean repeated) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
}
