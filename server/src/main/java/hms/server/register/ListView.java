package hms.server.register;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/// The list as its template shows it.
record ListView(RegisterQuery query, RegisterPage page) {

    List<DayOfDocuments> days() {
        return DayOfDocuments.of(page, query.page() == 1);
    }

    List<Filter> statuses() {
        return Filter.statuses(query, page.counts());
    }

    List<Filter> kinds() {
        return Filter.kinds(query, page.counts());
    }

    List<Filter> agencies() {
        return Filter.agencies(query, page.counts());
    }

    long moreAgencies() {
        return Filter.agencyCount(page.counts().byAgency()) - agencies().size();
    }

    boolean filterable() {
        return page.counts().lastNumber() > 0;
    }

    String onText() {
        var on = query.on();
        return on == null ? "" : on.toString();
    }

    boolean narrowed() {
        return !path(query).equals("/register") && !path(query.onPage(1)).equals("/register");
    }

    /// `1,743 documents, newest first`.
    String sentence() {
        var on = query.on();
        return Wording.count(page.total(), "document")
                + (on == null ? "" : " in force on " + Wording.day(on))
                + ", newest first";
    }

    /// What stands in place of an empty list.
    String nothing() {
        if (!filterable()) {
            return "Nothing is published yet.";
        }
        return query.page() > 1 ? "The list ends before this page." : "No document matches.";
    }

    String newer() {
        return query.page() > 1 ? path(query.onPage(query.page() - 1)) : "";
    }

    String earlier() {
        return page.earlier() == null ? "" : path(query.onPage(query.page() + 1));
    }

    String earlierText() {
        var earlier = page.earlier();
        return earlier == null ? "" : "Earlier: " + Wording.day(earlier) + " and before";
    }

    /// The path under which a query is asked again: the same query, the same path.
    static String path(RegisterQuery query) {
        return path("/register", query);
    }

    static String path(String root, RegisterQuery query) {
        var parts = new ArrayList<String>();
        if (!query.words().isEmpty()) {
            parts.add("words=" + encoded(query.words()));
        }
        parts.addAll(each("status", query.statuses(), StatusGroup::key));
        parts.addAll(each("kind", query.kinds(), Kind::key));
        parts.addAll(each("agency", query.agencies(), agency -> agency));
        var on = query.on();
        if (on != null) {
            parts.add("on=" + on);
        }
        if (query.page() > 1) {
            parts.add("page=" + query.page());
        }
        return parts.isEmpty() ? root : root + "?" + String.join("&", parts);
    }

    private static <T extends Comparable<T>> List<String> each(
            String name, Iterable<T> chosen, Function<T, String> key) {
        var sorted = new TreeSet<T>();
        chosen.forEach(sorted::add);
        return sorted.stream().map(one -> name + "=" + encoded(key.apply(one))).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
