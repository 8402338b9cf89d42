package hms.server.register;

import org.jspecify.annotations.Nullable;

/// A status as shape and words: `● In force`, then `since 1 September 2024, 00:00 Eastern time`,
/// then, at the end, `by` and a link to the document that acts on this one.
///
/// Any of the words may be empty; `link` is null where nothing is linked.
record StatusMark(
        Icon icon,
        String word,
        String detail,
        String aside,
        String linkText,
        @Nullable DocumentRef link) {

    /// For the row of a list: short. A correction or withdrawal says what it acts on instead.
    static StatusMark inList(Listing listing) {
        for (var link : listing.links()) {
            if (link.relation() == Relation.WITHDRAWS || link.relation() == Relation.CORRECTS) {
                var icon = link.relation() == Relation.WITHDRAWS ? Icon.BACK : Icon.CHECK;
                var text = link.relation().phrase() + " " + link.to().citation();
                return new StatusMark(icon, "", "", "", text, link.to());
            }
        }
        var zone = listing.times().zone();
        return switch (listing.status()) {
            case Status.InForce _ -> of(Icon.DISC, "In force", "");
            case Status.FromLater(var from) ->
                    of(
                            Icon.CLOCK,
                            from == null
                                    ? "Not yet in force"
                                    : "From " + Wording.shortDay(from, zone),
                            "");
            case Status.Ended(var lastDay) ->
                    of(Icon.SLASHED, "Ended " + Wording.shortDay(lastDay), "");
            case Status.Superseded(var by) -> by(of(Icon.SLASHED, "Superseded", ""), by);
            case Status.Withdrawn(var by) -> by(of(Icon.SLASHED, "Withdrawn", ""), by);
        };
    }

    /// For the document's own page: in full.
    static StatusMark onPage(Listing listing) {
        var zone = listing.times().zone();
        return switch (listing.status()) {
            case Status.InForce(var since, var _, var _) when listing.kind() == Kind.WITHDRAWAL ->
                    of(Icon.BACK, "Took effect", Wording.time(since, zone));
            case Status.InForce(var since, var endsBefore, var next) -> {
                var mark = of(Icon.DISC, "In force", "since " + Wording.time(since, zone));
                if (next != null) {
                    var day = Wording.day(next.at().atZone(zone).toLocalDate());
                    yield new StatusMark(
                            mark.icon, mark.word, mark.detail, "", "changes on " + day, next.by());
                }
                var end = endsBefore == null ? "" : "ends before " + Wording.day(endsBefore);
                yield new StatusMark(mark.icon, mark.word, mark.detail, end, "", null);
            }
            case Status.FromLater(var from) ->
                    of(
                            Icon.CLOCK,
                            "Not yet in force",
                            from == null
                                    ? "from its activation"
                                    : "from " + Wording.time(from, zone));
            case Status.Ended(var lastDay) ->
                    of(Icon.SLASHED, "Ended", "in force until the end of " + Wording.day(lastDay));
            case Status.Superseded(var by) ->
                    by(of(Icon.SLASHED, "Superseded", "since " + Wording.time(by.at(), zone)), by);
            case Status.Withdrawn(var by) ->
                    by(of(Icon.SLASHED, "Withdrawn", "on " + Wording.time(by.at(), zone)), by);
        };
    }

    private static StatusMark of(Icon icon, String word, String detail) {
        return new StatusMark(icon, word, detail, "", "", null);
    }

    private static StatusMark by(StatusMark mark, Status.Succession succession) {
        var by = succession.by();
        return new StatusMark(mark.icon, mark.word, mark.detail, "by", by.citation(), by);
    }
}
