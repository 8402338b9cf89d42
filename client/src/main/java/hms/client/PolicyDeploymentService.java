package hms.client;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Deploys policies in one call each: submits, approves, queues, and waits until the run has ended
/// or waits itself. What does not come to that is said in the result, and is not thrown.
public final class PolicyDeploymentService {
    private static final Duration APPROVAL_COUNTS = Duration.ofDays(90);

    private final HmsApi api;
    private final InstantSource clock;

    /// @param api with a token that may submit, approve and deploy, as far as that is asked for
    public PolicyDeploymentService(HmsApi api) {
        this(api, InstantSource.system());
    }

    PolicyDeploymentService(HmsApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /// The service of the server in `HMS_URL`, with the token in `HMS_TOKEN`.
    ///
    /// @throws IllegalStateException if one of them is not set
    public static PolicyDeploymentService connect() {
        return new PolicyDeploymentService(
                HmsApi.connect(URI.create(variable("HMS_URL")), variable("HMS_TOKEN")));
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        name + " is not set; set it and try again"));
    }

    /// Deploys the newest version of a policy that was submitted and approved.
    ///
    /// @param id the policy
    /// @param env the environment
    public DeploymentResult deployPolicy(String id, String env) {
        return deployPolicy(id, DeployOptions.to(env));
    }

    /// The same, in another way.
    public DeploymentResult deployPolicy(String id, DeployOptions options) {
        return attempt(
                options,
                () ->
                        api.send(
                                        ApiRequest.post(
                                                        "/api/policies/"
                                                                + ApiRequest.segment(id)
                                                                + "/deploy")
                                                .json(options.json())
                                                .idempotencyKey(UUID.randomUUID().toString()))
                                .json());
    }

    /// Deploys policies from files, all of them or none.
    public DeploymentResult deployPolicy(List<Path> files, DeployOptions options) {
        try {
            return deploy(
                    Release.of(Path.of("").toAbsolutePath(), PolicyFile.read(files)), options);
        } catch (UnsoundPolicy | UncheckedIOException e) {
            return DeploymentResult.failed(String.valueOf(e.getMessage()));
        }
    }

    /// Deploys a release.
    public DeploymentResult deploy(Release release, DeployOptions options) {
        return attempt(
                options,
                () -> {
                    api.send(release.submission(false));
                    return options.signer().isPresent()
                            ? approve(release, options.signer().get(), options)
                            : queue(release, options);
                });
    }

    private JsonNode approve(Release release, Signer signer, DeployOptions options) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var approval =
                signer.sign(
                        release.manifest(),
                        Way.ask(api::send).to(options.env()),
                        options.comment(),
                        now,
                        now.plus(APPROVAL_COUNTS));
        return api.send(release.approval(approval, Optional.of(options.json()))).json();
    }

    private JsonNode queue(Release release, DeployOptions options) {
        var request = options.json();
        release.names().forEach(request.putArray("policies")::add);
        return api.send(
                        ApiRequest.post("/api/deployments")
                                .json(request)
                                .idempotencyKey(UUID.randomUUID().toString()))
                .json();
    }

    /// Something that queues a run.
    private interface Queueing {
        JsonNode answer();
    }

    private DeploymentResult attempt(DeployOptions options, Queueing queueing) {
        try {
            var answer = queueing.answer();
            var run = answer.path("run").asInt(0);
            return run > 0
                    ? follow(run, options.patience())
                    : DeploymentResult.failed(
                            "not queued: " + answer.path("missing").asString("no reason given"));
        } catch (ApiRefused e) {
            return DeploymentResult.failed(e.problem().text());
        } catch (ApiUnreachable e) {
            return DeploymentResult.failed(String.valueOf(e.getMessage()));
        }
    }

    private DeploymentResult follow(int run, Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        var last = DeploymentResult.of(JsonNodeFactory.instance.objectNode().put("run", run));
        try (var events = api.runEvents(run)) {
            while (events.hasNext()) {
                var event = events.next();
                if (event.type().equals("run") || event.type().equals("end")) {
                    last = DeploymentResult.of(event.json());
                }
                if (last.isAtRest() || System.nanoTime() > end) {
                    return last;
                }
            }
        }
        return DeploymentResult.of(api.get("/api/runs/" + run).json());
    }
}
