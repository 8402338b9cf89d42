package hms.server.register;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Whether a document's rule binds, as of now.
public sealed interface Status {

    /// Where this status stands among the list's filters.
    StatusGroup group();

    /// It binds since `since`. `endsBefore` is the first day on which it no longer does, where a
    /// sunset is set; `next` is the document that will take its place, where one is published.
    ///
    /// A withdrawal or correction is in force too, from the moment at which it took effect.
    record InForce(Instant since, @Nullable LocalDate endsBefore, @Nullable Succession next)
            implements Status {
        public static InForce since(Instant since) {
            return new InForce(since, null, null);
        }

        @Override
        public StatusGroup group() {
            return StatusGroup.IN_FORCE;
        }
    }

    /// It will bind from `from` on; null where that is the moment of its activation, still to come.
    record FromLater(@Nullable Instant from) implements Status {
        @Override
        public StatusGroup group() {
            return StatusGroup.FROM_LATER;
        }
    }

    /// It bound until the end of `lastDay`, and nothing took its place.
    record Ended(LocalDate lastDay) implements Status {
        @Override
        public StatusGroup group() {
            return StatusGroup.ENDED;
        }
    }

    /// Another document took its place at `succession.at()`.
    record Superseded(Succession succession) implements Status {
        @Override
        public StatusGroup group() {
            return StatusGroup.SUPERSEDED;
        }
    }

    /// The document named in `succession` took it back.
    record Withdrawn(Succession succession) implements Status {
        @Override
        public StatusGroup group() {
            return StatusGroup.WITHDRAWN;
        }
    }

    /// A document that acts on this one, and the instant from which on.
    record Succession(DocumentRef by, Instant at) {}
}
