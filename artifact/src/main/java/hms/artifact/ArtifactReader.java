package hms.artifact;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds an [Artifact] out of a document's tree: reserved keys by what they mean, every other key
/// as a value.
final class ArtifactReader {
    private final SourceText source;
    private final Findings findings;
    private final Optional<Version> versionIfAbsent;
    private final Fields fields;
    private final Map<ReservedKey, Node> reserved = new EnumMap<>(ReservedKey.class);

    ArtifactReader(SourceText source, Findings findings, Optional<Version> versionIfAbsent) {
        this.source = source;
        this.findings = findings;
        this.versionIfAbsent = versionIfAbsent;
        this.fields = new Fields(findings);
    }

    /// The artifact; empty, with findings, if it lacks what it cannot do without. Other errors are
    /// only in the findings.
    Optional<Artifact> read(Node root, Source exact) {
        if (!(root instanceof Node.Mapping document)) {
            findings.error(
                    "not-a-map",
                    root.at(),
                    "the document is " + root.kind() + ", not a map of keys",
                    "write keys and values, as in id: my-policy");
            return Optional.empty();
        }
        var values = values(document);
        var id = id(document);
        var version = version(document);
        if (id.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        var artifact =
                new Artifact(
                        id.get(),
                        version.get(),
                        prose(id.get()),
                        term(version.get()),
                        law(values, id.get()),
                        routing(),
                        exact);
        return Optional.of(artifact);
    }

    private Map<String, Value> values(Node.Mapping document) {
        var names = new Names(findings);
        var reader = new ValueReader(findings);
        var values = new LinkedHashMap<String, Value>();
        document.members()
                .forEach(
                        (name, member) -> {
                            var key = ReservedKey.of(name);
                            if (key.isPresent()) {
                                reserved.put(key.get(), member.node());
                            } else if (names.isValueName(name, member.keyAt())) {
                                reader.read(member.node())
                                        .ifPresent(value -> values.put(name, value));
                            }
                        });
        return values;
    }

    private Optional<Node> at(ReservedKey key) {
        return Optional.ofNullable(reserved.get(key));
    }

    private Optional<PolicyId> id(Node.Mapping document) {
        var node = at(ReservedKey.ID);
        if (node.isEmpty()) {
            missing(document, ReservedKey.ID, "add a line such as id: epa-pm25-limit");
        }
        return node.flatMap(fields::policyId);
    }

    private Optional<Version> version(Node.Mapping document) {
        var node = at(ReservedKey.VERSION);
        if (node.isEmpty() && versionIfAbsent.isEmpty()) {
            missing(document, ReservedKey.VERSION, "add a line such as version: 1.0.0");
        }
        return node.isEmpty() ? versionIfAbsent : node.flatMap(fields::version);
    }

    private void missing(Node.Mapping document, ReservedKey key, String remedy) {
        var at = new At(document.at().line(), document.at().column(), Path.ROOT.key(key.key()));
        findings.error("missing-key", at, "the artifact has no " + key.key(), remedy);
    }

    private Prose prose(PolicyId id) {
        return new Prose(
                at(ReservedKey.TITLE).flatMap(fields::line).orElse(id.text()),
                at(ReservedKey.AGENCY).flatMap(fields::line),
                at(ReservedKey.SUMMARY).flatMap(fields::prose),
                at(ReservedKey.CONTENT).flatMap(fields::prose));
    }

    private Term term(Version version) {
        var reader = new TermReader(fields, findings);
        var zone = at(ReservedKey.TIMEZONE).flatMap(reader::zone);
        var effective = at(ReservedKey.EFFECTIVE).flatMap(node -> reader.time(node, zone));
        var retroactive = at(ReservedKey.RETROACTIVE);
        if (retroactive.isPresent() && at(ReservedKey.EFFECTIVE).isEmpty()) {
            findings.error(
                    "retroactive-without-effective",
                    retroactive.get().at(),
                    "retroactive needs the date from which the version counts",
                    "add effective with that date, or delete retroactive");
        }
        return new Term(
                effective,
                zone,
                at(ReservedKey.EXPIRES).flatMap(node -> reader.time(node, zone)),
                retroactive.flatMap(reader::basis),
                at(ReservedKey.OFFLINE).flatMap(reader::offline).orElse(Offline.FLIP),
                at(ReservedKey.CORRECTS).flatMap(node -> reader.corrects(node, version)));
    }

    private Law law(Map<String, Value> values, PolicyId id) {
        var reader = new LawReader(source, fields, findings);
        var uses = at(ReservedKey.USES).map(node -> reader.uses(node, id, values)).orElse(Map.of());
        return new Law(
                values,
                at(ReservedKey.INPUTS)
                        .map(node -> reader.inputs(node, values, uses))
                        .orElse(Map.of()),
                at(ReservedKey.RULES).map(reader::rules).orElse(Map.of()),
                uses,
                at(ReservedKey.SCHEMA).flatMap(reader::schema));
    }

    private Routing routing() {
        return new Routing(
                at(ReservedKey.TAGS)
                        .map(node -> fields.words(node, Fields.Word.TAG))
                        .orElse(List.of()),
                at(ReservedKey.PARTNERS)
                        .map(node -> fields.words(node, Fields.Word.PARTNER))
                        .orElse(List.of()),
                at(ReservedKey.SCENARIOS)
                        .map(node -> fields.words(node, Fields.Word.FILE))
                        .orElse(List.of()),
                at(ReservedKey.TESTS)
                        .map(node -> fields.words(node, Fields.Word.FILE))
                        .orElse(List.of()),
                at(ReservedKey.PUBLIC).flatMap(fields::truth).orElse(false));
    }
}
