package hms.artifact;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds the values of an artifact against its `schema` (JSON Schema 2020-12), on every date on
/// which one of them changes. Nothing is fetched, patterns run in linear time, and a schema that
/// could take long is refused unread.
public final class SchemaCheck {
    private static final int MOST = 20;
    static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final SchemaRegistryConfig CONFIG =
            SchemaRegistryConfig.builder()
                    .regularExpressionFactory(LinearPattern::of)
                    .locale(Locale.ENGLISH)
                    .build();

    private final Artifact artifact;
    private final Findings findings;
    private final Places places;

    private SchemaCheck(Artifact artifact) {
        this.artifact = artifact;
        this.findings = new Findings(artifact.source().fileName());
        this.places = Places.of(artifact);
    }

    /// Errors about the schema or the values, each with the place of the value in the file. Empty
    /// without a schema.
    public static List<Finding> check(Artifact artifact) {
        return artifact.schema()
                .map(schema -> new SchemaCheck(artifact).check(schema))
                .orElse(List.of());
    }

    /// The schema of an artifact, to try other values on; empty if it has none that can be used,
    /// which [#check] tells.
    static Optional<Schema> usable(Artifact artifact) {
        return artifact.schema().flatMap(text -> new SchemaCheck(artifact).prepare(text));
    }

    private List<Finding> check(String text) {
        prepare(text).ifPresent(schema -> dates().forEach(date -> validate(schema, date)));
        return findings.list();
    }

    private Optional<Schema> prepare(String text) {
        var own = JSON.readTree(text);
        var dates = dates();
        var cost = SchemaCost.of(own, new Value.MapValue(artifact.values()), dates.size());
        if (cost.isPresent()) {
            findings.error(
                    "schema-refused", places.at("schema"), cost.get(), "simplify the schema");
            return Optional.empty();
        }
        var full = SchemaCost.isFull(own);
        if (!full) {
            namesOfValues(own);
        }
        var whole = full ? text : "{\"type\":\"object\",\"properties\":" + text + "}";
        return isSchema(whole, full) ? compile(whole) : Optional.empty();
    }

    private boolean isSchema(String text, boolean full) {
        var errors = MetaSchema.INSTANCE.validate(JSON.readTree(text));
        for (var error : errors) {
            var steps = new ArrayList<>(steps(error));
            if (!full && !steps.isEmpty()) {
                steps.remove(0);
            }
            steps.add(0, "schema");
            findings.error(
                    "bad-schema",
                    places.at(steps.toArray()),
                    "the schema is not one: " + Excerpts.plain(error.getMessage()),
                    "correct it by JSON Schema 2020-12");
        }
        return errors.isEmpty();
    }

    /// The schema of schemas, which the library brings along.
    private static final class MetaSchema {
        private static final Schema INSTANCE =
                SchemaRegistry.withDefaultDialect(
                                SpecificationVersion.DRAFT_2020_12,
                                builder -> builder.schemaRegistryConfig(CONFIG))
                        .getSchema(SchemaLocation.of(SchemaCost.DIALECT));

        private MetaSchema() {}
    }

    /// The dates on which the values are looked at: all on which one changes, or any, if none does.
    private List<LocalDate> dates() {
        return artifact.dates().isEmpty() ? List.of(LocalDate.EPOCH) : artifact.dates();
    }

    private void namesOfValues(JsonNode properties) {
        properties.propertyNames().stream()
                .filter(name -> !artifact.values().containsKey(name))
                .forEach(
                        name ->
                                findings.warning(
                                        "schema-without-value",
                                        places.at("schema", name),
                                        "the schema describes "
                                                + Excerpts.quote(name)
                                                + ", which is no value of the artifact",
                                        "correct the name, or delete it from the schema"));
    }

    private Optional<Schema> compile(String text) {
        try {
            var registry =
                    SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12,
                            builder ->
                                    builder.schemaRegistryConfig(CONFIG)
                                            .schemaLoader(loader -> loader.block(iri -> true)));
            var schema =
                    registry.getSchema(SchemaLocation.of("urn:hms:schema"), text, InputFormat.JSON);
            schema.initializeValidators();
            return Optional.of(schema);
        } catch (SchemaException | LinearPattern.RefusedException e) {
            findings.error(
                    "bad-schema",
                    places.at("schema"),
                    "the schema cannot be used: " + Excerpts.plain(String.valueOf(e.getMessage())),
                    "correct it by JSON Schema 2020-12");
            return Optional.empty();
        }
    }

    private void validate(Schema schema, LocalDate on) {
        var reported = new LinkedHashSet<At>();
        for (var error : schema.validate(JSON.readTree(artifact.valuesJson(on)))) {
            if (reported.size() >= MOST) {
                return;
            }
            var at = places.at(steps(error), on);
            if (reported.add(at)) {
                findings.error(
                        "schema-violation",
                        at,
                        message(error, on),
                        "correct the value, or the schema if the value is right");
            }
        }
    }

    private String message(Error error, LocalDate on) {
        var steps = steps(error).stream().map(Object::toString).toList();
        var subject =
                steps.isEmpty()
                        ? "the values do"
                        : "the value " + String.join(".", steps) + " does";
        var dated = artifact.dates().isEmpty() ? "" : " from " + on + " on";
        return subject + " not fit the schema" + dated + ": " + Excerpts.plain(error.getMessage());
    }

    private static List<Object> steps(Error error) {
        var location = error.getInstanceLocation();
        var steps = new ArrayList<Object>();
        for (var i = 0; i < location.getNameCount(); i++) {
            steps.add(location.getElement(i));
        }
        return steps;
    }
}
