package hms.server.register;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A link to another document. `from` is the instant at which the relation takes effect, if that is
/// still to come.
public record Link(Relation relation, DocumentRef to, @Nullable Instant from) {

    public static Link of(Relation relation, DocumentRef to) {
        return new Link(relation, to, null);
    }
}
