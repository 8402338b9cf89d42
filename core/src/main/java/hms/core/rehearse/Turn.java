package hms.core.rehearse;

import hms.artifact.LegalTime;
import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.checks.compare.Change;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Something that will happen to a policy, or that is wrong with its dates.
public sealed interface Turn {

    /// When.
    Instant at();

    /// Whose version, and in which zone its days are counted.
    Subject subject();

    /// Whether somebody should do something about it.
    boolean isFault();

    /// @param zone in which the version's days are counted
    /// @param run that still has to deliver it; empty once it is delivered
    record Subject(PolicyId policy, Version version, ZoneId zone, OptionalInt run) {}

    /// A version comes into force.
    ///
    /// @param before the one whose place it takes; empty where nothing was in force
    /// @param changes how the values differ, if there were any before
    record Begins(Instant at, Subject subject, Optional<Version> before, List<Change> changes)
            implements Turn {

        public Begins {
            changes = List.copyOf(changes);
        }

        @Override
        public boolean isFault() {
            return false;
        }
    }

    /// Dated values change, begin or end.
    record Values(Instant at, Subject subject, List<Change> changes) implements Turn {

        public Values {
            changes = List.copyOf(changes);
        }

        @Override
        public boolean isFault() {
            return false;
        }
    }

    /// A version ends, and no other takes its place.
    record Expires(Instant at, Subject subject) implements Turn {

        @Override
        public boolean isFault() {
            return false;
        }
    }

    /// Nothing is in force for a while.
    ///
    /// @param until when another version begins
    /// @param next that one
    record Gap(Instant at, Subject subject, Instant until, Version next) implements Turn {

        @Override
        public boolean isFault() {
            return true;
        }
    }

    /// Two versions claim the same time.
    ///
    /// @param other the one that has it
    /// @param until when the version would have expired; empty where it would never have
    /// @param never whether the other has all of it
    record Overlap(
            Instant at, Subject subject, Version other, Optional<Instant> until, boolean never)
            implements Turn {

        @Override
        public boolean isFault() {
            return true;
        }
    }

    /// A local time that clocks skip, or show twice, was taken for one instant.
    ///
    /// @param what whose time it is: `effective`, `expires`, `schedule`, `a dated value`
    /// @param local as it was written
    record ClockChange(
            Instant at, Subject subject, String what, LocalDateTime local, LegalTime.Fault fault)
            implements Turn {

        @Override
        public boolean isFault() {
            return true;
        }
    }

    /// Rules read the values of a policy of which nothing is in force.
    ///
    /// @param used that policy
    record Missing(Instant at, Subject subject, PolicyId used) implements Turn {

        @Override
        public boolean isFault() {
            return true;
        }
    }

    /// The date of a version comes, and no run delivers it.
    record Idle(Instant at, Subject subject) implements Turn {

        @Override
        public boolean isFault() {
            return false;
        }
    }
}
