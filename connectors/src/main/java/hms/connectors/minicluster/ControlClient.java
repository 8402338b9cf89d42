package hms.connectors.minicluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.checks.chaos.ClusterFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Asks and tells a mini cluster through its control port, and asks its front what users ask.
/// Safe for any number of threads; every call has a time limit of its own.
public final class ControlClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TO_DELIVER = Duration.ofSeconds(60);

    private final ControlFile file;
    private final HttpClient http;

    private ControlClient(ControlFile file) {
        this.file = file;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build();
    }

    public static ControlClient of(ControlFile file) {
        return new ControlClient(file);
    }

    /// An answer as it came.
    ///
    /// @param status 200 if what was asked was done
    public record Answer(int status, JsonNode body) {

        /// What it says to people.
        public String detail() {
            return body.path("detail").asString("it answered " + status);
        }
    }

    /// How the cluster is.
    ///
    /// @throws ClusterFault it cannot be asked
    public ClusterStatus status() {
        return ClusterStatus.of(done(request("/status").GET(), PATIENCE));
    }

    /// Ends a replica's process, as `kill -9` does.
    ///
    /// @return the number that the process had
    /// @throws ClusterFault there is none of this name, it is not running, or nobody answers
    public long kill(String replica) {
        var path = "/replicas/" + URLEncoder.encode(replica, UTF_8) + "/kill";
        var done = done(request(path).POST(BodyPublishers.noBody()), PATIENCE);
        return done.path("pid").asLong();
    }

    /// Makes replicas slow, behind the front.
    ///
    /// @param replicas their names; all if empty
    /// @throws ClusterFault it cannot be told
    public void slow(List<String> replicas, double share, Duration by, Duration during) {
        inject(replicas, share, during, fault -> fault.put("latencyMs", by.toMillis()));
    }

    /// Makes replicas fail requests, behind the front.
    ///
    /// @param replicas their names; all if empty
    /// @throws ClusterFault it cannot be told
    public void fail(List<String> replicas, double share, Duration during) {
        inject(replicas, share, during, fault -> fault.put("errors", true));
    }

    private void inject(
            List<String> replicas,
            double share,
            Duration during,
            java.util.function.Consumer<ObjectNode> kind) {
        var fault = JsonNodeFactory.instance.objectNode();
        var names = fault.putArray("replicas");
        replicas.forEach(names::add);
        fault.put("share", share).put("forMs", during.toMillis());
        kind.accept(fault);
        done(request("/faults").POST(BodyPublishers.ofString(fault.toString())), PATIENCE);
    }

    /// Nothing is slow or failing any more.
    ///
    /// @throws ClusterFault it cannot be told
    public void calm() {
        done(request("/faults").DELETE(), PATIENCE);
    }

    /// Brings a bundle to every replica.
    ///
    /// @param bundle `{bundle, env}`, as modules get it
    /// @return 200 with `sequence`, `digest` and `receipts` if all that are there took it; else why
    ///     not: 409 it is older than what they have, 422 it cannot be obeyed, 503 none is ready
    /// @throws ClusterFault nobody answers: whether it was taken is not known
    public Answer deliver(byte[] bundle) {
        return send(request("/bundle").POST(BodyPublishers.ofByteArray(bundle)), TO_DELIVER);
    }

    /// Tells the cluster to end. It does so within some seconds.
    ///
    /// @throws ClusterFault it cannot be told
    public void stop() {
        var answer = send(request("/stop").POST(BodyPublishers.noBody()), PATIENCE);
        if (answer.status() != 202) {
            throw new ClusterFault("the cluster does not stop: " + answer.detail());
        }
    }

    /// Asks the front something, as users do.
    ///
    /// @param path such as `/healthz`
    /// @throws ClusterFault it does not answer in time
    public Answer ask(String path, Duration patience) {
        var url = URI.create(file.frontUrl() + path);
        return send(HttpRequest.newBuilder(url).GET(), patience);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + file.control() + path))
                .header("Authorization", "Bearer " + file.secret());
    }

    private JsonNode done(HttpRequest.Builder request, Duration patience) {
        var answer = send(request, patience);
        if (answer.status() != 200) {
            throw new ClusterFault(answer.detail());
        }
        return answer.body();
    }

    private Answer send(HttpRequest.Builder builder, Duration patience) {
        var request = builder.timeout(patience).build();
        var who = request.uri().getPort() == file.front() ? "front" : "control port";
        var where = "the %s of %s".formatted(who, file.environment());
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
        } catch (HttpTimeoutException e) {
            throw new ClusterFault(
                    where + " did not answer within " + patience.toMillis() + " ms", e);
        } catch (ConnectException e) {
            throw new ClusterFault("nobody answers at " + where, e);
        } catch (IOException | JacksonException e) {
            throw new ClusterFault(where + " did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterFault("interrupted while asking " + where, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
