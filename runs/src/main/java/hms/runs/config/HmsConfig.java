package hms.runs.config;

import hms.artifact.PolicyId;
import hms.core.event.ConfigEvent;
import hms.core.pipeline.Governance;
import hms.core.pipeline.Pipeline;
import hms.core.pipeline.file.ConfigRefused;
import hms.core.pipeline.file.PipelineFile;
import hms.core.pipeline.file.Times;
import hms.core.pipeline.file.Tree;
import hms.core.state.Configuration;
import hms.core.state.EnvironmentId;
import hms.core.state.TargetId;
import hms.ledger.Blob;
import hms.runs.port.Carrier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `hms.yaml` says. It is read at start; what differs from the ledger goes onto the ledger.
///
/// ```yaml
/// zone: America/New_York
/// publicUrl: https://policies.example.gov
/// environments:
///   staging: { targets: { cluster: { kind: local, cluster: staging } } }
///   production: { gate: person }
/// governance:
///   - { tag: health, approvals: 2, roles: [counsel], separation: true, leadTime: 24h }
/// partners:
///   state-airboards: { webhook: https://boards.example/hook, secret: env:BOARDS_SECRET }
/// webhooks: { allow: [127.0.0.1] }
/// ```
///
/// @param zone         the legal zone
/// @param publicUrl    where the public reaches this installation
/// @param pipeline     the pipeline into environments that have none of their own
/// @param environments in the order of promotion
/// @param allowedHosts hosts at private addresses that this server may ask
public record HmsConfig(
        ZoneId zone,
        Optional<String> publicUrl,
        Governance governance,
        Pipeline pipeline,
        List<EnvironmentConfig> environments,
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
                    List.of(EnvironmentConfig.plain(EnvironmentId.PRODUCTION)),
                    List.of(),
                    Set.of());

    public HmsConfig {
        environments = List.copyOf(environments);
        partners = List.copyOf(partners);
        allowedHosts = Set.copyOf(allowedHosts);
    }

    /// @throws ConfigRefused if the file cannot be used
    public static HmsConfig parse(String file, byte[] bytes) {
        var tree = Tree.parse(file, bytes);
        var environments = EnvironmentFile.read(tree);
        var names = environments.stream().map(e -> e.id().value()).toList();
        var config =
                new HmsConfig(
                        EnvironmentFile.zone(tree, tree.find("zone").orElse("UTC")),
                        tree.find("publicUrl")
                                .map(u -> u.endsWith("/") ? u.substring(0, u.length() - 1) : u),
                        governance(tree),
                        tree.tree("pipeline")
                                .map(PipelineFile::pipeline)
                                .orElseGet(() -> PipelineFile.defaultPipeline(names)),
                        environments,
                        partners(tree),
                        allowed(tree));
        tree.end();
        config.pipelines().forEach(pipeline -> inEnvironments(tree, pipeline, names));
        return config;
    }

    private List<Pipeline> pipelines() {
        return Stream.concat(
                        Stream.of(pipeline),
                        environments.stream().flatMap(e -> e.pipeline().stream()))
                .toList();
    }

    private static void inEnvironments(Tree tree, Pipeline pipeline, List<String> names) {
        for (var stage : pipeline.stages()) {
            stage.environmentName()
                    .filter(name -> !names.contains(new EnvironmentId(name).value()))
                    .ifPresent(
                            name -> {
                                throw tree.wrong(
                                        "pipeline",
                                        "has the stage "
                                                + stage.id()
                                                + " in an environment that there is not; there are "
                                                + String.join(", ", names));
                            });
        }
    }

    /// Checks what only those who serve targets can tell.
    ///
    /// @param carriers by the kind of target
    /// @throws ConfigRefused if a target cannot be served
    public HmsConfig served(Map<String, Carrier> carriers) {
        for (var environment : environments) {
            for (var target : environment.targets()) {
                var carrier = carriers.get(target.kind());
                var complaint =
                        carrier == null
                                ? Optional.of(
                                        "kind " + target.kind() + " is not served by this program")
                                : carrier.complaint(target.settings());
                if (complaint.isPresent()) {
                    throw new ConfigRefused(
                            "target " + target.id() + " cannot be used: " + complaint.get());
                }
            }
        }
        return this;
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
    /// @param known what is configured now; what the file does not name any more goes
    /// @param seal makes a blob
    public List<ConfigEvent> events(
            Configuration known, Function<byte[], Blob> seal, List<Blob> blobs) {
        var events = new ArrayList<ConfigEvent>();
        events.add(new ConfigEvent.LegalZoneSet(zone));
        events.add(new ConfigEvent.GovernanceSet(governance));
        events.add(new ConfigEvent.PipelineDefined(pipeline));
        for (int i = 0; i < environments.size(); i++) {
            events.addAll(environments.get(i).events(pipeline.name(), i, seal, blobs));
        }
        for (var partner : partners) {
            var blob = seal.apply(partner.webhook().getBytes(StandardCharsets.UTF_8));
            blobs.add(blob);
            events.add(
                    new ConfigEvent.PartnerDefined(
                            partner.name(), "webhook", blob.name(), partner.secret()));
        }
        events.addAll(gone(known));
        return events;
    }

    private List<ConfigEvent> gone(Configuration known) {
        var events = new ArrayList<ConfigEvent>();
        var targets =
                environments.stream()
                        .flatMap(e -> e.targets().stream())
                        .map(TargetConfig::id)
                        .collect(Collectors.toSet());
        known.targets().keySet().stream()
                .filter(id -> !targets.contains(id))
                .sorted(Comparator.comparing(TargetId::toString))
                .forEach(id -> events.add(new ConfigEvent.TargetRemoved(id)));
        known.inOrder().stream()
                .map(Configuration.Environment::id)
                .filter(id -> environments.stream().noneMatch(e -> e.id().equals(id)))
                .forEach(id -> events.add(new ConfigEvent.EnvironmentRemoved(id)));
        known.partners().keySet().stream()
                .filter(name -> partners.stream().noneMatch(p -> p.name().equals(name)))
                .sorted()
                .forEach(name -> events.add(new ConfigEvent.PartnerRemoved(name)));
        return events;
    }
}
