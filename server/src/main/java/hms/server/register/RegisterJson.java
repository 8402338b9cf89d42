package hms.server.register;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The register as JSON, with the field names of the Federal Register's API (`document_number`,
/// `publication_date`, `effective_on` …), so that what reads that one reads this one. What that API
/// has no name for stands under `hms`.
final class RegisterJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER =
            MAPPER.writer().with(new DefaultPrettyPrinter().withObjectIndenter(LINES));

    private final RegisterSite site;

    RegisterJson(RegisterSite site) {
        this.site = site;
    }

    byte[] list(RegisterQuery query, RegisterPage page) {
        var json = MAPPER.createObjectNode();
        json.put("count", page.total());
        json.put("description", description(query));
        json.put("total_pages", Math.ceilDiv(page.total(), RegisterSource.PAGE_SIZE));
        if (page.earlier() != null) {
            json.put("next_page_url", listUrl(query.onPage(query.page() + 1)));
        }
        if (query.page() > 1) {
            json.put("previous_page_url", listUrl(query.onPage(query.page() - 1)));
        }
        var results = json.putArray("results");
        page.documents().forEach(listing -> results.add(listing(listing)));
        return bytes(json);
    }

    private String listUrl(RegisterQuery query) {
        return site.url(ListView.path("/register.json", query));
    }

    private static String description(RegisterQuery query) {
        var on = query.on();
        return "Documents"
                + (query.words().isEmpty() ? "" : " matching “" + query.words() + "”")
                + (on == null ? "" : " in force on " + on)
                + ", newest first";
    }

    byte[] document(RegisterDocument document) {
        var json = listing(document.listing());
        var zone = document.listing().times().zone();
        document.signatures().stream()
                .map(signature -> signature.at().atZone(zone).toLocalDate())
                .max(LocalDate::compareTo)
                .ifPresent(day -> json.put("signing_date", day.toString()));
        json.put("body_markdown", document.text().content());
        var own = Objects.requireNonNull((ObjectNode) json.get("hms"));
        values(document, own.putArray("values"));
        var rules = own.putArray("rules");
        for (var rule : document.rules()) {
            var node = rules.addObject();
            node.put("name", rule.name());
            put(node, "expression", rule.now());
            put(node, "before", rule.before());
        }
        signatures(document, own.putArray("signatures"));
        var proof = own.putObject("ledger");
        proof.put("entry", document.proof().entry());
        proof.put("size", document.proof().size());
        if (document.proof().inclusion() != null) {
            proof.put("inclusion_proof_url", site.url(document.listing().ref().path() + "/proof"));
        }
        return bytes(json);
    }

    /// The fields of a list's row, which a document's own page has as well.
    private ObjectNode listing(Listing listing) {
        var policy = listing.policy();
        var times = listing.times();
        var ref = listing.ref();
        var json = MAPPER.createObjectNode();
        json.put("document_number", ref.documentNumber());
        json.put("citation", ref.citation());
        json.put("volume", ref.volume());
        json.put("title", policy.title());
        json.put("type", listing.kind().label());
        json.put("action", Wording.deed(listing) + ".");
        json.put("abstract", policy.summary());
        agencies(policy.agency(), json.putArray("agencies"));
        json.put("publication_date", times.publishedOn().toString());
        var effective = times.effective();
        put(
                json,
                "effective_on",
                effective == null ? null : effective.atZone(times.zone()).toLocalDate().toString());
        json.putArray("docket_ids").add(policy.id());
        var topics = json.putArray("topics");
        policy.tags().forEach(topics::add);
        json.put("html_url", site.url(ref.path()));
        json.put("json_url", site.url(ref.path() + ".json"));
        json.put("raw_text_url", site.url(ref.path() + ".yaml"));
        links(listing, json);
        var own = json.putObject("hms");
        own.put("policy", policy.id());
        own.put("version", policy.version());
        own.put("digest", listing.digest());
        own.put("published_at", times.published().toString());
        put(own, "effective_at", effective == null ? null : effective.toString());
        var expires = times.expires();
        put(own, "expires_on", expires == null ? null : expires.toString());
        own.put("time_zone", times.zone().getId());
        status(listing.status(), own.putObject("status"));
        var relations = own.putArray("links");
        for (var link : listing.links()) {
            var node = relations.addObject();
            node.put("relation", link.relation().name().toLowerCase(Locale.ROOT));
            node.put("citation", link.to().citation());
            node.put("json_url", site.url(link.to().path() + ".json"));
            var from = link.from();
            put(node, "from", from == null ? null : from.toString());
        }
        return json;
    }

    private static void agencies(String agency, ArrayNode agencies) {
        if (!agency.isEmpty()) {
            var node = agencies.addObject();
            node.put("name", agency);
            node.put("raw_name", agency.toUpperCase(Locale.ENGLISH));
        }
    }

    /// `correction_of` is the document that this one corrects, or null; `corrections` are those
    /// that correct it.
    private void links(Listing listing, ObjectNode json) {
        String of = null;
        var corrections = MAPPER.createArrayNode();
        for (var link : listing.links()) {
            var url = site.url(link.to().path() + ".json");
            if (link.relation() == Relation.CORRECTS) {
                of = url;
            } else if (link.relation() == Relation.CORRECTED_BY) {
                corrections.add(url);
            }
        }
        put(json, "correction_of", of);
        json.set("corrections", corrections);
    }

    private static void status(Status status, ObjectNode node) {
        node.put("state", status.group().key());
        switch (status) {
            case Status.InForce(var since, var endsBefore, var next) -> {
                node.put("since", since.toString());
                if (endsBefore != null) {
                    node.put("ends_before", endsBefore.toString());
                }
                if (next != null) {
                    succession(next, node.putObject("next"));
                }
            }
            case Status.FromLater(var from) ->
                    put(node, "from", from == null ? null : from.toString());
            case Status.Ended(var lastDay) -> node.put("last_day", lastDay.toString());
            case Status.Superseded(var by) -> succession(by, node);
            case Status.Withdrawn(var by) -> succession(by, node);
        }
    }

    private static void succession(Status.Succession succession, ObjectNode node) {
        node.put("by", succession.by().citation());
        node.put("at", succession.at().toString());
    }

    private static void values(RegisterDocument document, ArrayNode values) {
        for (var value : document.values()) {
            var node = values.addObject();
            node.put("name", value.name());
            put(node, "value", value.now());
            put(node, "before", value.before());
            node.put("unit", value.unit());
            if (!value.steps().isEmpty()) {
                var steps = node.putArray("steps");
                for (var step : value.steps()) {
                    var one = steps.addObject();
                    one.put("from", step.from().toString());
                    put(one, "value", step.text());
                }
            }
        }
    }

    private void signatures(RegisterDocument document, ArrayNode signatures) {
        var root = document.listing().ref().path();
        int number = 0;
        for (var signature : document.signatures()) {
            number++;
            var node = signatures.addObject();
            node.put("name", signature.name());
            node.put("role", signature.role());
            node.put("signed_at", signature.at().toString());
            if (signature.signed() != null) {
                node.put("statement_url", site.url(root + "/approval-" + number + ".json"));
                node.put("signature_url", site.url(root + "/approval-" + number + ".sig"));
            }
        }
    }

    /// An error as RFC 9457 has it.
    static byte[] problem(Trouble trouble) {
        var json = MAPPER.createObjectNode();
        json.put("title", trouble.title());
        json.put("status", trouble.status());
        json.put("detail", trouble.detail());
        return bytes(json);
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value == null) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return (WRITER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
