package hms.server.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What consumers read of a policy that is in force. Everything but the moment that was asked about
/// and the size of the ledger, which the answer adds.
///
/// @param values JSON, its numbers with their exact digits
/// @param activatedAt when systems switched to it
/// @param effectiveFrom from when it is in force in answers about dates
/// @param until first instant at which it no longer is, as far as that is known
/// @param publishedUrl its page in the register, once it is published
/// @param interval the stretch of time for which this very answer holds
public record LiveValue(
        String id,
        String title,
        @JsonRawValue String values,
        String version,
        String status,
        String env,
        Instant activatedAt,
        Instant effectiveFrom,
        @Nullable Instant until,
        @Nullable String publishedUrl,
        String digest,
        Interval interval,
        boolean retroactive) {

    public record Interval(Instant from, @Nullable Instant until) {}
}
