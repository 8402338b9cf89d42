package hms.server.register;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A register with a few documents of every kind and status, read on 3 September 2024.
final class SampleRegister implements RegisterSource {

    static final ZoneId EASTERN = ZoneId.of("America/New_York");
    static final Instant NOW = Instant.parse("2024-09-03T16:00:00Z");
    static final DocumentRef PM25 = ref(42);

    private static final String EPA = "Environmental Protection Agency";
    private static final String HHS = "Department of Health and Human Services";
    private static final String DIGEST = "sha256:9f2c4141a807d3" + "5b".repeat(23) + "e41a";

    private static final String PM25_TEXT =
            """
            ## § 1 Terms

            In this rule, *PM<sub>2.5</sub>* means particles with an aerodynamic diameter of 2.5 micrometres or less, \
            and a *day* runs from midnight to midnight, local standard time.

            ## § 2 Limit

            The 24-hour PM<sub>2.5</sub> limit is 25 µg/m³.

            ## § 3 Violation and advisory

            (a) A reading above the limit is a violation.
            (b) A reading above four fifths of the limit is to be notified as an advisory.
            (c) A reading that was taken before this rule is in force is judged by the rule of its day.

            ## § 4 Notice

            State air boards and the open data service of the Agency are told of every change to this rule.

            ## § 5 Time

            This rule is in force from 1 September 2024, 00:00 Eastern time, and ends before 1 January 2030 unless it \
            is renewed.
            """;

    private static final String PM25_BEFORE =
            """
            ## § 1 Terms

            In this rule, *PM<sub>2.5</sub>* means particles with an aerodynamic diameter of 2.5 micrometres or less, \
            and a *day* runs from midnight to midnight, local standard time.

            ## § 2 Limit

            The 24-hour PM<sub>2.5</sub> limit is 35 µg/m³.

            ## § 3 Violation and advisory

            (a) A reading above the limit is a violation.
            (b) A reading that was taken before this rule is in force is judged by the rule of its day.

            ## § 4 Notice

            State air boards are told of every change to this rule.

            ## § 5 Time

            This rule is in force from 1 September 2024, 00:00 Eastern time, and ends before 1 January 2030 unless it \
            is renewed.
            """;

    private final Map<DocumentRef, RegisterDocument> documents =
            new TreeMap<>(Comparator.<DocumentRef>reverseOrder());

    SampleRegister() {
        add(pm25());
        add(
                document(
                        41,
                        Kind.WITHDRAWAL,
                        policy(
                                "hhs-poverty-guidelines",
                                "6.1.1",
                                "Poverty guidelines, regional figures",
                                HHS,
                                "Withdraws 1 HMS Reg. 40 before it was in force everywhere. The guidelines of 17 January 2024 stand."),
                        "2024-08-29T14:10:00Z",
                        Status.InForce.since(Instant.parse("2024-08-29T14:10:00Z")),
                        List.of(Link.of(Relation.WITHDRAWS, ref(40)))));
        add(
                document(
                        40,
                        Kind.RULE,
                        policy(
                                "hhs-poverty-guidelines",
                                "6.1.0",
                                "Poverty guidelines, regional figures",
                                HHS,
                                "Would have restated the figures by region."),
                        "2024-08-29T13:02:00Z",
                        new Status.Withdrawn(succession(41, "2024-08-29T14:10:00Z")),
                        List.of(Link.of(Relation.WITHDRAWN_BY, ref(41)))));
        add(
                document(
                        39,
                        Kind.CORRECTION,
                        policy(
                                "dol-overtime",
                                "3.0.1",
                                "Overtime salary threshold",
                                "Department of Labor",
                                "Corrects the weekly figure in § 4 from $1,182 to $1,128. The yearly threshold of $58,656 is unchanged."),
                        "2024-08-28T15:00:00Z",
                        Status.InForce.since(Instant.parse("2024-08-28T15:00:00Z")),
                        List.of(Link.of(Relation.CORRECTS, ref(33)))));
        add(lunch());
        add(
                document(
                        37,
                        Kind.RULE,
                        policy(
                                "fda-romaine-hold",
                                "1.0.0",
                                "Import hold on romaine lettuce",
                                "Food and Drug Administration",
                                "Holds romaine lettuce from three growing regions at the border."),
                        "2024-08-23T09:00:00Z",
                        new Status.Ended(LocalDate.of(2024, 8, 31)),
                        List.of()));
        add(
                document(
                        33,
                        Kind.RULE,
                        policy(
                                "dol-overtime",
                                "3.0.0",
                                "Overtime salary threshold",
                                "Department of Labor",
                                "Raises the threshold to $58,656 a year."),
                        "2024-07-01T12:00:00Z",
                        new Status.InForce(
                                Instant.parse("2024-07-01T12:00:00Z"),
                                LocalDate.of(2027, 1, 1),
                                null),
                        List.of(Link.of(Relation.CORRECTED_BY, ref(39)))));
        add(
                document(
                        17,
                        Kind.RULE,
                        policy(
                                "epa-pm25-limit",
                                "1.5.0",
                                "24-hour limit for fine particulate matter",
                                EPA,
                                "Sets the daily limit at 35 µg/m³."),
                        "2024-02-01T12:00:00Z",
                        new Status.Superseded(succession(42, "2024-09-01T04:00:00Z")),
                        List.of(Link.of(Relation.AMENDED_BY, ref(42)))));
    }

    private static RegisterDocument pm25() {
        var listing =
                new Listing(
                        PM25,
                        Kind.RULE,
                        new Listing.Policy(
                                "epa-pm25-limit",
                                "2.0.0",
                                "24-hour limit for fine particulate matter",
                                EPA,
                                "This rule lowers the limit for fine particulate matter in outdoor air, averaged over 24 hours, from 35 to 25 micrograms per cubic metre. It adds an advisory at four fifths of the limit.",
                                List.of("health", "air", "epa")),
                        new Listing.Times(
                                Instant.parse("2024-08-29T16:20:14Z"),
                                Instant.parse("2024-09-01T04:00:00Z"),
                                LocalDate.of(2030, 1, 1),
                                EASTERN),
                        new Status.InForce(
                                Instant.parse("2024-09-01T04:00:00Z"),
                                LocalDate.of(2030, 1, 1),
                                null),
                        List.of(Link.of(Relation.AMENDS, ref(17))),
                        DIGEST);
        var statement = "{\"_type\":\"https://in-toto.io/Statement/v1\"}";
        return new RegisterDocument(
                listing,
                new RegisterDocument.Text(PM25_TEXT, PM25_BEFORE),
                List.of(new RegisterDocument.Value("limit", "25", "35", "ug_per_m3", List.of())),
                List.of(
                        new RegisterDocument.Rule("advisory", "reading > limit * 4 / 5", null),
                        new RegisterDocument.Rule(
                                "violation", "reading > limit", "reading > limit")),
                List.of(
                        new RegisterDocument.Signature(
                                "Rosa Alvarez",
                                "EPA Chief",
                                Instant.parse("2024-08-28T20:20:14Z"),
                                new RegisterDocument.Signed(
                                        "EPA Chief",
                                        statement,
                                        "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n")),
                        new RegisterDocument.Signature(
                                "Jonas Lindqvist",
                                "General Counsel",
                                Instant.parse("2024-08-28T20:40:00Z"),
                                null)),
                new RegisterDocument.Proof(
                        48_171, 48_912, "c2sp.org/tlog-proof@v1\nindex 48171\n"));
    }

    private static RegisterDocument lunch() {
        var document =
                document(
                        38,
                        Kind.RULE,
                        policy(
                                "usda-lunch",
                                "2.0.0",
                                "Free school lunch reimbursement",
                                "Department of Agriculture",
                                "Sets the reimbursement at $4.43 a meal for the school year 2024/25."),
                        "2024-08-28T12:00:00Z",
                        new Status.InForce(
                                Instant.parse("2024-08-28T12:00:00Z"),
                                null,
                                succession(42, "2027-01-01T05:00:00Z")),
                        List.of());
        return new RegisterDocument(
                document.listing(),
                new RegisterDocument.Text(
                        "A meal is reimbursed at **$4.43** where ≥ 40 % of pupils qualify (≈ 4 in 10); µ, ³, ✓, →, ≤.\n\n- Breakfast is not a meal.\n- Milk is:\n  1. whole\n  2. skimmed\n\n> As the Act says.\n\n| Year | Rate |\n|---|---|\n| 2023/24 | 4.25 |\n| 2024/25 | 4.43 |\n\n```\nmeals * rate\n```\n",
                        null),
                List.of(
                        new RegisterDocument.Value(
                                "rate",
                                "4.43",
                                "4.25",
                                "usd",
                                List.of(
                                        new RegisterDocument.Step(LocalDate.of(2025, 7, 1), "4.51"),
                                        new RegisterDocument.Step(LocalDate.of(2026, 7, 1), null))),
                        new RegisterDocument.Value("snack", null, "1.10", "usd", List.of()),
                        new RegisterDocument.Value(
                                "regions", "[\"NCR\",\"AK\",\"HI\"]", null, "", List.of())),
                List.of(new RegisterDocument.Rule("owed", "meals * rate", "meals * 4.25")),
                document.signatures(),
                document.proof());
    }

    void add(RegisterDocument document) {
        documents.put(document.listing().ref(), document);
    }

    static DocumentRef ref(int number) {
        return new DocumentRef(1, number);
    }

    private static Status.Succession succession(int number, String at) {
        return new Status.Succession(ref(number), Instant.parse(at));
    }

    static Listing.Policy policy(
            String id, String version, String title, String agency, String summary) {
        return new Listing.Policy(id, version, title, agency, summary, List.of());
    }

    static RegisterDocument document(
            int number,
            Kind kind,
            Listing.Policy policy,
            String published,
            Status status,
            List<Link> links) {
        var at = Instant.parse(published);
        return new RegisterDocument(
                new Listing(
                        ref(number),
                        kind,
                        policy,
                        new Listing.Times(at, at, null, EASTERN),
                        status,
                        links,
                        DIGEST),
                new RegisterDocument.Text(policy.summary(), null),
                List.of(),
                List.of(),
                List.of(new RegisterDocument.Signature("Ann Okafor", "", at, null)),
                new RegisterDocument.Proof(40_000 + number, 48_912, null));
    }

    @Override
    public RegisterPage list(RegisterQuery query) {
        var byStatus = new EnumMap<StatusGroup, Long>(StatusGroup.class);
        var byKind = new EnumMap<Kind, Long>(Kind.class);
        var byAgency = new TreeMap<String, Long>();
        var found = new ArrayList<Listing>();
        for (var document : documents.values()) {
            var listing = document.listing();
            byStatus.merge(listing.status().group(), 1L, Long::sum);
            byKind.merge(listing.kind(), 1L, Long::sum);
            byAgency.merge(listing.policy().agency(), 1L, Long::sum);
            if (finds(query, listing)) {
                found.add(listing);
            }
        }
        int from = Math.min(found.size(), (query.page() - 1) * PAGE_SIZE);
        int to = Math.min(found.size(), from + PAGE_SIZE);
        var counts =
                new RegisterPage.Counts(
                        documents.isEmpty() ? 0 : 1,
                        documents.keySet().stream().mapToInt(DocumentRef::number).max().orElse(0),
                        byStatus.getOrDefault(StatusGroup.IN_FORCE, 0L),
                        byStatus,
                        byKind,
                        byAgency);
        return new RegisterPage(
                found.subList(from, to),
                found.size(),
                to < found.size() ? found.get(to).times().publishedOn() : null,
                counts);
    }

    private static boolean finds(RegisterQuery query, Listing listing) {
        var on = query.on();
        return listing.policy()
                        .title()
                        .toLowerCase(Locale.ROOT)
                        .contains(query.words().toLowerCase(Locale.ROOT))
                && (query.statuses().isEmpty()
                        || query.statuses().contains(listing.status().group()))
                && (query.kinds().isEmpty() || query.kinds().contains(listing.kind()))
                && (query.agencies().isEmpty()
                        || query.agencies().contains(listing.policy().agency()))
                && (on == null || !on.isBefore(listing.times().publishedOn()));
    }

    @Override
    public Optional<RegisterDocument> document(DocumentRef ref, LocalDate on) {
        return Optional.ofNullable(documents.get(ref));
    }

    @Override
    public Optional<byte[]> artifact(DocumentRef ref) {
        return ref.equals(PM25)
                ? Optional.of(
                        "id: epa-pm25-limit\nversion: 2.0.0\nlimit: 25\n"
                                .getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    @Override
    public Optional<DocumentRef> inForceOn(String policyId, LocalDate on) {
        if (!policyId.equals("epa-pm25-limit") || on.isBefore(LocalDate.of(2024, 2, 1))) {
            return Optional.empty();
        }
        return Optional.of(on.isBefore(LocalDate.of(2024, 9, 1)) ? ref(17) : PM25);
    }

    @Override
    public String allowedSigners() {
        return "\"EPA Chief\" namespaces=\"policy-approval@hms\" ssh-ed25519 AAAA\n";
    }
}
