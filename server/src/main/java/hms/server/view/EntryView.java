package hms.server.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A ledger entry as the explorer shows it.
///
/// @param actor who did it: opaque id
/// @param by the actor's name
/// @param entry the entry as JSON: its exact bytes
/// @param bytes the same, in base64
/// @param leafHash RFC 6962 leaf hash, in hex
/// @param proof C2SP tlog-proof of this entry under the present checkpoint; only where one entry
///     was asked for
public record EntryView(
        long index,
        Instant at,
        String actor,
        String by,
        String type,
        String sentence,
        @JsonRawValue String entry,
        String bytes,
        String leafHash,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String proof) {

    /// Entries in order, and how many the ledger has.
    public record Page(java.util.List<EntryView> entries, long size) {}
}
