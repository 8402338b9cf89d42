package hms.server.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One page of the answer to a [RegisterQuery].
///
/// `total` counts all documents that the query finds; `earlier` is the publication day of the first
/// document of the next page, null on the last.
public record RegisterPage(
        List<Listing> documents, long total, @Nullable LocalDate earlier, Counts counts) {

    public RegisterPage {
        documents = List.copyOf(documents);
    }

    /// Figures on the whole register, whatever the query: its newest volume and that volume's
    /// highest number (0 and 0 while nothing is published), rules in force today, and documents by
    /// status, kind and agency.
    public record Counts(
            int volume,
            int lastNumber,
            long inForceToday,
            Map<StatusGroup, Long> byStatus,
            Map<Kind, Long> byKind,
            Map<String, Long> byAgency) {

        public Counts {
            byStatus = Map.copyOf(byStatus);
            byKind = Map.copyOf(byKind);
            byAgency = Map.copyOf(byAgency);
        }
    }
}
