package hms.server.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question to a person, with what it rests on and what each answer would do.
///
/// @param standing who is affected now, in a sentence
/// @param by name of who opened it
/// @param entry ledger index of the entry that opened it
/// @param quarantined `id@version` of what cannot go out because of it
public record TicketView(
        @JsonUnwrapped Brief brief,
        String standing,
        String by,
        long entry,
        List<String> quarantined,
        Evidence evidence,
        List<Choice> choices,
        @Nullable Resolution resolution) {

    /// A ticket in a list.
    ///
    /// @param kind   `canary-failed` or `rolled-back`
    /// @param status `open` or `resolved`
    /// @param title  what happened, in a sentence
    /// @param run    the run that it is about; null if it is about none
    public record Brief(
            int ticket,
            String kind,
            String status,
            String title,
            @Nullable Integer run,
            String environment,
            String policy,
            String version,
            Instant openedAt) {}

    /// @param summary the facts in few words; empty where none were given, or they were erased
    /// @param stage   the stage of the run that found them
    /// @param report  that stage's report, as it made it
    public record Evidence(
            String summary, @Nullable String stage, @JsonRawValue @Nullable String report) {}

    /// @param choice      as it is named when the ticket is decided
    /// @param title       what to do, in few words
    /// @param consequence what follows from it
    public record Choice(String choice, String title, String consequence) {}

    /// @param by     name of who decided
    /// @param reason empty if it was erased
    public record Resolution(String choice, String by, String reason, Instant at) {}

    /// Tickets, newest first.
    ///
    /// @param before where the next page begins: name it as `before`; null on the last
    public record Page(List<Brief> tickets, @Nullable Integer before) {}
}
