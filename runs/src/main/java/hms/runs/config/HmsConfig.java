package hms.runs.config;

import hms.artifact.PolicyId;
import hms.core.event.ConfigEvent;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.file.ConfigRefused;
import hms.core.pipeline.file.PipelineFile;
import hms.core.pipeline.file.Times;
import hms.core.pipeline.file.Tree;
import hms.core.state.EnvironmentId;
import hms.ledger.Blob;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What `hms.yaml` says. It is read at start; what differs from the ledger goes onto the ledger.
///
/// ```yaml
/// zone: America/New_York
/// publicUrl: https://policies.example.gov
/// governance:
///   - { tag: health, approvals: 2, roles: [counsel], separation: true, leadTime: 24h }
/// partners:
///   state-airboards: { webhook: https://boards.example/hook, secret: env:BOARDS_SECRET }
/// webhooks: { allow: [127.0.0.1] }
/// ```
///
/// @param zone         the legal zone
/// @param publicUrl    where the public reaches this installation
/// @param pipeline     the pipeline into production
/// @param allowedHosts hosts at private addresses that notices may go to
public record HmsConfig(
        ZoneId zone,
        Optional<String> publicUrl,
        Governance governance,
        Pipeline pipeline,
        List<Partner> partners,
        Set<String> allowedHosts) {

    /// @param webhook its URL
    /// @param secret  reference to the signing secret, `env:NAME` or `file:PATH`
    public record Partner(String name, String webhook, String secret) {}

    public static final HmsConfig DEFAULT =
            new HmsConfig(
                    ZoneId.of("UTC"),
                    Optional.empty(),
                    Governance.DEFAULT,
                    PipelineFile.defaultPipeline(),
                    List.of(),
                    Set.of());

    /// @throws ConfigRefused if the file cannot be used
    public static HmsConfig parse(String file, byte[] bytes) {
        var tree = Tree.parse(file, bytes);
        var config =
                new HmsConfig(
                        zone(tree),
                        tree.find("publicUrl")
                                .map(u -> u.endsWith("/") ? u.substring(0, u.length() - 1) : u),
                        governance(tree),
                        tree.tree("pipeline")
                                .map(PipelineFile::pipeline)
                                .orElseGet(PipelineFile::defaultPipeline),
                        partners(tree),
                        allowed(tree));
        tree.end();
        return config;
    }

    private static ZoneId zone(Tree tree) {
        var text = tree.find("zone").orElse("UTC");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw tree.wrong("zone", "is not a time zone such as America/New_York: " + text);
        }
    }

    private static Governance governance(Tree tree) {
        var rules = new ArrayList<Governance.Rule>();
        for (var part : tree.trees("governance")) {
            var match =
                    new Governance.Match(
                            part.find("tag"),
                            part.find("agency"),
                            part.find("policy").map(PolicyId::of));
            try {
                rules.add(
                        new Governance.Rule(
                                match,
                                part.whole("approvals").orElse(1),
                                part.texts("roles"),
                                part.flag("separation").orElse(false),
                                part.find("leadTime").map(t -> duration(part, t)),
                                part.flag("refusePast").orElse(false),
                                part.flag("canary")));
            } catch (IllegalArgumentException e) {
                throw part.wrong("approvals", "cannot be used: " + e.getMessage());
            }
            part.end();
        }
        return new Governance(rules);
    }

    private static Duration duration(Tree part, String text) {
        return Times.parse(text)
                .orElseThrow(
                        () ->
                                part.wrong(
                                        "leadTime",
                                        "has to be a duration such as 24h, not " + text));
    }

    private static List<Partner> partners(Tree tree) {
        var partners = new ArrayList<Partner>();
        tree.tree("partners")
                .ifPresent(
                        all -> {
                            for (var name : all.keys()) {
                                var part = all.tree(name).orElseThrow();
                                partners.add(
                                        new Partner(
                                                name, part.text("webhook"), part.text("secret")));
                                part.end();
                            }
                        });
        return partners;
    }

    private static Set<String> allowed(Tree tree) {
        return tree.tree("webhooks")
                .map(
                        part -> {
                            var hosts = Set.copyOf(part.texts("allow"));
                            part.end();
                            return hosts;
                        })
                .orElse(Set.of());
    }

    /// The configuration as events, for the ledger to take over what differs.
    ///
    /// @param known partners that are configured now; those that the file does not name any more go
    /// @param address makes the blob of an address
    public List<ConfigEvent> events(
            Set<String> known, Function<String, Blob> address, List<Blob> blobs) {
        var events = new ArrayList<ConfigEvent>();
        events.add(new ConfigEvent.LegalZoneSet(zone));
        events.add(new ConfigEvent.GovernanceSet(governance));
        events.add(new ConfigEvent.PipelineDefined(pipeline));
        events.add(
                new ConfigEvent.EnvironmentDefined(EnvironmentId.PRODUCTION, pipeline.name(), 0));
        for (var partner : partners) {
            var blob = address.apply(partner.webhook());
            blobs.add(blob);
            events.add(
                    new ConfigEvent.PartnerDefined(
                            partner.name(), "webhook", blob.name(), partner.secret()));
        }
        known.stream()
                .filter(name -> partners.stream().noneMatch(p -> p.name().equals(name)))
                .sorted()
                .forEach(name -> events.add(new ConfigEvent.PartnerRemoved(name)));
        return events;
    }
}
