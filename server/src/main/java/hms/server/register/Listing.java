package hms.server.register;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a list shows of a document, and the head of its page.
public record Listing(
        DocumentRef ref,
        Kind kind,
        Policy policy,
        Times times,
        Status status,
        List<Link> links,
        String digest) {

    /// `digest` is that of the artifact's exact bytes, as `sha256:` and 64 hexadecimal digits.
    public Listing {
        links = List.copyOf(links);
        if (!digest.matches("sha256:[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "The digest of " + ref.citation() + " is not sha256:<hex>: " + digest);
        }
    }

    /// The policy that the document is about. `agency` and `summary` may be empty.
    public record Policy(
            String id,
            String version,
            String title,
            String agency,
            String summary,
            List<String> tags) {
        public Policy {
            tags = List.copyOf(tags);
        }
    }

    /// When it was published, when it takes effect (null: at its activation), the first day on
    /// which it no longer binds (null: none is set), and the zone in which these are read.
    public record Times(
            Instant published,
            @Nullable Instant effective,
            @Nullable LocalDate expires,
            ZoneId zone) {

        /// The day of publication, in the legal zone.
        public LocalDate publishedOn() {
            return published.atZone(zone).toLocalDate();
        }
    }
}
