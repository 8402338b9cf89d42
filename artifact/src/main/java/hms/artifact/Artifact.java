package hms.artifact;

import hms.trust.Digest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One version of a policy, as [ArtifactParser] read it from exact bytes. Only the parser makes
/// one.
///
/// @param id the policy
/// @param version the version
/// @param prose what it says to people
/// @param term when it is in force
/// @param law what it decides
/// @param routing who gets it and what goes along
/// @param source the exact bytes
public record Artifact(
        PolicyId id,
        Version version,
        Prose prose,
        Term term,
        Law law,
        Routing routing,
        Source source) {

    /// `id@version`.
    public String name() {
        return id + "@" + version;
    }

    /// One line for people; the id where the file has none.
    public String title() {
        return prose.title();
    }

    /// Who makes the rule.
    public Optional<String> agency() {
        return prose.agency();
    }

    /// What this version changes.
    public Optional<String> summary() {
        return prose.summary();
    }

    /// The register's text in Markdown, where the file has one; see [#registerText].
    public Optional<String> content() {
        return prose.content();
    }

    /// From when it is in force, as written.
    public Optional<EffectiveTime> effective() {
        return term.effective();
    }

    /// The zone of its local dates.
    public Optional<ZoneId> timezone() {
        return term.timezone();
    }

    /// From when it is no longer in force, as written.
    public Optional<EffectiveTime> expires() {
        return term.expires();
    }

    /// The legal basis of a retroactive effect.
    public Optional<String> retroactiveBasis() {
        return term.retroactiveBasis();
    }

    /// What disconnected clients do at its instant.
    public Offline offline() {
        return term.offline();
    }

    /// The version that it corrects.
    public Optional<Version> corrects() {
        return term.corrects();
    }

    /// What consumers read, by name, in the order of the file.
    public Map<String, Value> values() {
        return law.values();
    }

    /// What the rules are asked with.
    public Map<String, Input> inputs() {
        return law.inputs();
    }

    /// The rules by name.
    public Map<String, Rule> rules() {
        return law.rules();
    }

    /// The policies whose values the rules read, by alias.
    public Map<String, PolicyId> uses() {
        return law.uses();
    }

    /// JSON Schema for the values, as JSON text.
    public Optional<String> schema() {
        return law.schema();
    }

    /// Words by which governance and targets select it.
    public List<String> tags() {
        return routing.tags();
    }

    /// Who is told.
    public List<String> partners() {
        return routing.partners();
    }

    /// Files of cases for the simulation, relative to the artifact's folder.
    public List<String> scenarios() {
        return routing.scenarios();
    }

    /// Files of the package's own cases, relative to the artifact's folder.
    public List<String> tests() {
        return routing.tests();
    }

    /// The files that it names, each once, in the order of the file: scenarios, then tests. An
    /// approval covers them.
    public List<String> namedFiles() {
        var files = new LinkedHashSet<>(scenarios());
        files.addAll(tests());
        return List.copyOf(files);
    }

    /// Whether its live values can be read without a token.
    public boolean isOpen() {
        return routing.open();
    }

    /// A copy of the exact bytes.
    public byte[] bytes() {
        return source.bytes();
    }

    /// The SHA-256 of the exact bytes.
    public Digest digest() {
        return source.digest();
    }

    /// The zone in which its days are counted.
    public ZoneId zone(ZoneId legalZone) {
        return timezone().orElse(legalZone);
    }

    /// The instant of `effective`, if it has one.
    public Optional<Instant> effectiveInstant(ZoneId legalZone) {
        return effective().map(time -> time.instant(zone(legalZone)));
    }

    /// The instant of `expires`, if it has one: the first at which it is no longer in force.
    public Optional<Instant> expiresInstant(ZoneId legalZone) {
        return expires().map(time -> time.instant(zone(legalZone)));
    }

    /// The values on a date, without those that have ended or not begun.
    public Map<String, Value> valuesAsOf(LocalDate on) {
        return Value.MapValue.asOf(values(), on);
    }

    /// The values on a date as JSON with exact decimals: `{"limit":35,"units":"ug_per_m3"}`.
    public String valuesJson(LocalDate on) {
        return new Value.MapValue(valuesAsOf(on)).toJson();
    }

    /// All values as JSON, dated ones with their dates.
    public String valuesJson() {
        return new Value.MapValue(values()).toJson();
    }

    /// The dates on which one of the values begins, changes or ends, in order.
    public List<LocalDate> dates() {
        var dates = new ArrayList<LocalDate>();
        values().values().forEach(value -> value.collectDates(dates::add));
        Collections.sort(dates);
        return List.copyOf(new LinkedHashSet<>(dates));
    }

    /// The first date on which a dated value has a value.
    public Optional<LocalDate> datedFrom() {
        return values().values().stream()
                .flatMap(value -> value.begins().stream())
                .min(LocalDate::compareTo);
    }

    /// The Markdown for the public register: `content`, or, without one, a text written from the
    /// values.
    public String registerText() {
        return content().orElseGet(() -> RegisterText.of(this));
    }
}
