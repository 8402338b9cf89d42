package hms.server.register;

import hms.core.state.Register;
import hms.core.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All documents as lists show them, newest first, and what a query finds among them.
final class Listings {

    private final PublishedArtifacts artifacts;
    private final Standing standing;
    private final Withdrawals withdrawals;
    private volatile @Nullable Index index;

    /// As of a state, and until the next instant at which one of them stands otherwise.
    private record Index(long size, Instant until, List<Listing> listings) {}

    Listings(PublishedArtifacts artifacts, Withdrawals withdrawals) {
        this.artifacts = artifacts;
        this.standing = new Standing(artifacts);
        this.withdrawals = withdrawals;
    }

    Withdrawals withdrawals() {
        return withdrawals;
    }

    /// @param wasInForce whether a document's rule was in force on the day that the query names
    RegisterPage page(
            State state, Instant now, RegisterQuery query, Predicate<Listing> wasInForce) {
        var all = all(state, now);
        var found = all.stream().filter(l -> finds(query, l, wasInForce)).toList();
        int from = Math.min(found.size(), (query.page() - 1) * RegisterSource.PAGE_SIZE);
        int to = Math.min(found.size(), from + RegisterSource.PAGE_SIZE);
        var earlier = to < found.size() ? found.get(to).times().publishedOn() : null;
        return new RegisterPage(found.subList(from, to), found.size(), earlier, counts(all));
    }

    private static boolean finds(
            RegisterQuery query, Listing listing, Predicate<Listing> wasInForce) {
        return (query.statuses().isEmpty() || query.statuses().contains(listing.status().group()))
                && (query.kinds().isEmpty() || query.kinds().contains(listing.kind()))
                && (query.agencies().isEmpty()
                        || query.agencies().contains(listing.policy().agency()))
                && (query.on() == null || wasInForce.test(listing))
                && hasWords(query.words(), listing);
    }

    private static boolean hasWords(String words, Listing listing) {
        var text =
                String.join(
                                " ",
                                listing.ref().citation(),
                                listing.policy().id(),
                                listing.policy().title(),
                                listing.policy().agency(),
                                listing.policy().summary(),
                                listing.times().publishedOn().toString(),
                                String.join(" ", listing.policy().tags()))
                        .toLowerCase(Locale.ROOT);
        for (var word : words.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private List<Listing> all(State state, Instant now) {
        var known = index;
        if (known != null && known.size() == state.size() && now.isBefore(known.until())) {
            return known.listings();
        }
        var listings = new ArrayList<Listing>();
        var until = Instant.MAX;
        for (var published : state.register().documents().values()) {
            listings.add(listing(state, published, now));
            var change = Standing.timeline(state, published.policy()).nextChange(now);
            if (change.isPresent() && change.get().isBefore(until)) {
                until = change.get();
            }
        }
        var newestFirst = List.copyOf(listings.reversed());
        index = new Index(state.size(), until, newestFirst);
        return newestFirst;
    }

    private static RegisterPage.Counts counts(List<Listing> all) {
        Map<StatusGroup, Long> byStatus = new EnumMap<>(StatusGroup.class);
        Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
        Map<String, Long> byAgency = new LinkedHashMap<>();
        for (var listing : all) {
            byStatus.merge(listing.status().group(), 1L, Long::sum);
            byKind.merge(listing.kind(), 1L, Long::sum);
            if (!listing.policy().agency().isEmpty()) {
                byAgency.merge(listing.policy().agency(), 1L, Long::sum);
            }
        }
        return new RegisterPage.Counts(
                all.isEmpty() ? 0 : Register.VOLUME,
                all.isEmpty() ? 0 : all.getFirst().ref().number(),
                all.stream().filter(Listings::bindsNow).count(),
                byStatus,
                byKind,
                byAgency);
    }

    /// Whether it is a rule that binds: a withdrawal takes effect too, and binds nobody.
    private static boolean bindsNow(Listing listing) {
        return listing.kind() != Kind.WITHDRAWAL
                && listing.status().group() == StatusGroup.IN_FORCE;
    }

    /// One document, as of an instant.
    Listing listing(State state, Register.Published published, Instant now) {
        var artifact = artifacts.of(state, published);
        var zone = state.configuration().zone();
        boolean withdraws = published.withdraws().isPresent();
        var summary =
                withdraws ? withdrawals.summary(state, published) : artifact.summary().orElse("");
        var effective = artifact.effectiveInstant(zone).orElse(null);
        var expires = artifact.expires().map(e -> e.day(zone)).orElse(null);
        return new Listing(
                Standing.ref(published),
                standing.kind(published, artifact),
                new Listing.Policy(
                        published.policy().toString(),
                        published.version().toString(),
                        artifact.title(),
                        artifact.agency().orElse(""),
                        summary,
                        artifact.tags()),
                new Listing.Times(
                        published.at(),
                        withdraws ? published.at() : effective,
                        withdraws ? null : expires,
                        zone),
                standing.status(state, published, artifact, now, zone),
                standing.links(state, published, artifact),
                published.digest().toString());
    }
}
