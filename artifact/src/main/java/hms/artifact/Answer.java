package hms.artifact;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What a [Timeline] says about an instant: the version in force, or which kind of absence.
public sealed interface Answer {
    /// The name of this kind of answer in interfaces: `IN_FORCE`, `NOT_FOUND`, …
    String code();

    /// The version in force, if there is one.
    default Optional<InForce> inForce() {
        return Optional.empty();
    }

    /// A version is in force.
    ///
    /// @param entry the version, as it was recorded
    /// @param from since when, without a break
    /// @param until the first instant at which it no longer is, as far as that is known
    record InForce(Timeline.Entry entry, Instant from, Optional<Instant> until) implements Answer {
        @Override
        public String code() {
            return "IN_FORCE";
        }

        @Override
        public Optional<InForce> inForce() {
            return Optional.of(this);
        }
    }

    /// No version was ever in force, and none is scheduled.
    record NotFound() implements Answer {
        @Override
        public String code() {
            return "NOT_FOUND";
        }
    }

    /// The first version comes into force only later.
    ///
    /// @param from when
    record NotYetInForce(Instant from) implements Answer {
        @Override
        public String code() {
            return "NOT_YET_IN_FORCE";
        }
    }

    /// The version that was in force has ended; no older one takes its place.
    ///
    /// @param lastDay the last day on which it was in force, if only for a part of it
    /// @param at the first instant at which it no longer was
    record Ended(LocalDate lastDay, Instant at) implements Answer {
        @Override
        public String code() {
            return "ENDED";
        }
    }

    /// A version would be in force, but the policy is suspended.
    ///
    /// @param since since when
    record Suspended(Instant since) implements Answer {
        @Override
        public String code() {
            return "SUSPENDED";
        }
    }
}
