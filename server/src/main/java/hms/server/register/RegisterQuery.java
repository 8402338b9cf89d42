package hms.server.register;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a reader asks the list for. Empty sets and empty words mean everything; `on` means
/// documents whose rule was in force on that day; pages count from 1, newest documents first.
public record RegisterQuery(
        String words,
        Set<StatusGroup> statuses,
        Set<Kind> kinds,
        Set<String> agencies,
        @Nullable LocalDate on,
        int page) {

    /// The first page of everything.
    public static final RegisterQuery ALL =
            new RegisterQuery("", Set.of(), Set.of(), Set.of(), null, 1);

    public RegisterQuery {
        statuses = Set.copyOf(statuses);
        kinds = Set.copyOf(kinds);
        agencies = Set.copyOf(agencies);
        if (page < 1) {
            throw new IllegalArgumentException("Pages count from 1, not from " + page);
        }
    }

    /// The same question, another page of the answer.
    public RegisterQuery onPage(int number) {
        return new RegisterQuery(words, statuses, kinds, agencies, on, number);
    }
}
