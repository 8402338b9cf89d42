package hms.server.register;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// How a reader wants a document: with changes marked or not, and its values on which day (null:
/// today).
record Reading(boolean marked, @Nullable LocalDate on) {

    static final Reading USUAL = new Reading(true, null);
}
