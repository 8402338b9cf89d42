package hms.server.register;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// One box of the list's filters.
record Filter(String key, String label, long count, boolean chosen) {

    /// How many agencies stand beside the list; the rest have a page.
    static final int AGENCIES = 8;

    static List<Filter> statuses(RegisterQuery query, RegisterPage.Counts counts) {
        return Arrays.stream(StatusGroup.values())
                .map(
                        status ->
                                new Filter(
                                        status.key(),
                                        status.label(),
                                        counts.byStatus().getOrDefault(status, 0L),
                                        query.statuses().contains(status)))
                .filter(Filter::matters)
                .toList();
    }

    static List<Filter> kinds(RegisterQuery query, RegisterPage.Counts counts) {
        return Arrays.stream(Kind.values())
                .map(
                        kind ->
                                new Filter(
                                        kind.key(),
                                        kind.label(),
                                        counts.byKind().getOrDefault(kind, 0L),
                                        query.kinds().contains(kind)))
                .filter(Filter::matters)
                .toList();
    }

    /// The chosen agencies and those with the most documents, by name.
    static List<Filter> agencies(RegisterQuery query, RegisterPage.Counts counts) {
        var all =
                counts.byAgency().entrySet().stream()
                        .filter(agency -> !agency.getKey().isEmpty())
                        .map(
                                agency ->
                                        new Filter(
                                                agency.getKey(),
                                                agency.getKey(),
                                                agency.getValue(),
                                                query.agencies().contains(agency.getKey())))
                        .toList();
        return all.stream()
                .sorted(
                        Comparator.comparing(Filter::chosen)
                                .reversed()
                                .thenComparing(Comparator.comparingLong(Filter::count).reversed())
                                .thenComparing(Filter::label))
                .limit(Math.max(AGENCIES, query.agencies().size()))
                .sorted(Comparator.comparing(Filter::label))
                .toList();
    }

    static long agencyCount(Map<String, Long> byAgency) {
        return byAgency.keySet().stream().filter(agency -> !agency.isEmpty()).count();
    }

    private boolean matters() {
        return count > 0 || chosen;
    }
}
