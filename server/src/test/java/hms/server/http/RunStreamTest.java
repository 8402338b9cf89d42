package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.pipeline.StageKind;
import hms.runs.step.StepResult;
import hms.server.view.Json;
import hms.server.view.RunReads;
import hms.server.view.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RunStreamTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String POLICY = "/api/policies/epa-pm25-limit";
    private static final String DEPLOY = "{\"env\":\"production\"}";

    @TempDir private Path folder;
    private Installation hms;

    @BeforeEach
    void start() {
        hms = new Installation(folder.resolve("data"));
        hms.enrolChief();
        Installation.require(
                201, hms.post("/api/policies", hms.admin, "application/yaml", Installation.FIRST));
        Installation.require(
                201,
                hms.post(
                        POLICY + "/approvals",
                        hms.admin,
                        "application/json",
                        hms.approval(Installation.FIRST, "")));
    }

    @AfterEach
    void stop() {
        hms.close();
    }

    private HttpResponse<byte[]> deploy(String... headers) {
        return hms.post(POLICY + "/deploy", hms.admin, "application/json", DEPLOY, headers);
    }

    record Event(String id, String name, JsonNode data) {}

    /// A stream that is being read.
    private final class Following implements AutoCloseable {
        private final BufferedReader lines;

        Following(String... headers) {
            try {
                var response =
                        hms.client.send(
                                hms.request("/api/runs/1/events", hms.admin, headers).GET().build(),
                                BodyHandlers.ofInputStream());
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("content-type"))
                        .contains("text/event-stream");
                lines =
                        new BufferedReader(
                                new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /// The next event; waits for it.
        Event next() {
            String id = "";
            String name = "";
            try {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("data: ")) {
                        return new Event(id, name, JSON.readTree(line.substring(6)));
                    }
                }
                return new Event("", "closed", JSON.missingNode());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Test
    void run_is_sent_at_once_and_after_changes_and_at_its_end() throws IOException {
        deploy();
        try (var following = new Following()) {
            var first = following.next();
            assertThat(first.name()).isEqualTo("run");
            assertThat(first.data().path("status").asString()).isEqualTo("queued");

            var driving = CompletableFuture.runAsync(hms::drive);
            var seen = new ArrayList<Event>();
            do {
                seen.add(following.next());
            } while (seen.getLast().name().equals("run"));
            driving.join();

            assertThat(seen.getLast().name()).isEqualTo("end");
            assertThat(seen.getLast().data().path("status").asString()).isEqualTo("success");
            assertThat(seen.getLast().id()).isEqualTo(Long.toString(hms.ledger.head().size() - 1));
            assertThat(ids(seen)).isSorted();
            assertThat(following.next().name()).isEqualTo("closed");
        }
    }

    private static List<Long> ids(List<Event> events) {
        return events.stream().map(event -> Long.parseLong(event.id())).toList();
    }

    @Test
    void who_comes_back_gets_only_what_is_new() throws IOException {
        deploy();
        String id;
        try (var following = new Following()) {
            id = following.next().id();
        }
        try (var again = new Following("Last-Event-ID", id)) {
            hms.drive();

            var next = again.next();

            assertThat(Long.parseLong(next.id())).isGreaterThan(Long.parseLong(id));
        }
    }

    @Test
    void run_that_ended_is_sent_and_the_stream_ends() throws IOException {
        deploy();
        hms.drive();
        try (var following = new Following()) {
            assertThat(following.next().name()).isEqualTo("run");
            assertThat(following.next().name()).isEqualTo("end");
            assertThat(following.next().name()).isEqualTo("closed");
        }
    }

    @Test
    void server_that_stops_ends_its_streams() throws IOException {
        deploy();
        try (var following = new Following()) {
            following.next();

            hms.server.close();

            assertThat(following.next().name()).isEqualTo("closed");
        }
    }

    @Test
    void deployment_can_be_waited_for() {
        var answer =
                CompletableFuture.supplyAsync(() -> deploy("Prefer", "respond-async, wait=60"));
        while (hms.writer.state().runs().last() == 0) {
            Thread.onSpinWait();
        }
        hms.drive();

        var response = answer.join();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("preference-applied")).contains("wait=60");
        assertThat(response.headers().firstValue("location")).contains("/api/runs/1");
        assertThat(JSON.readTree(response.body()).path("status").asString()).isEqualTo("success");
    }

    @Test
    void who_does_not_wait_long_enough_gets_the_run_as_it_stands() {
        var response = deploy("Prefer", "wait=0");

        assertThat(response.statusCode()).isEqualTo(202);
        var body = JSON.readTree(response.body());
        assertThat(body.path("status").asString()).isEqualTo("queued");
        assertThat(body.path("ledger").path("index").asLong())
                .isEqualTo(hms.ledger.head().size() - 1);
    }

    @Test
    void same_key_gives_the_same_run_and_another_request_under_it_is_a_conflict() {
        var first = deploy("Idempotency-Key", "k-1");
        var second = deploy("Idempotency-Key", "k-1");
        var other =
                hms.post(
                        POLICY + "/deploy",
                        hms.admin,
                        "application/json",
                        "{\"env\":\"staging\"}",
                        "Idempotency-Key",
                        "k-1");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(second.body()).path("run").asInt()).isEqualTo(1);
        assertThat(hms.writer.state().runs().last()).isEqualTo(1);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(other.body()).path("code").asString())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void run_that_ended_keeps_its_stages_though_the_pipeline_changed_since() {
        hms.results.put(StageKind.SIMULATE, StepResult.failed("too many changes"));
        deploy();
        hms.drive();
        var before = hms.get("/api/runs/1", hms.admin);
        Installation.value(
                hms.intake.configure(
                        hms.everyone(),
                        List.of(
                                new hms.core.event.ConfigEvent.PipelineDefined(
                                        new hms.core.pipeline.Pipeline(
                                                "default",
                                                List.of(
                                                        new hms.core.pipeline.Stage(
                                                                "rollout",
                                                                StageKind.ROLLOUT,
                                                                "Straight out"))))),
                        List.of()));
        try (var restarted = new RestartedReads(hms)) {
            assertThat(restarted.run(1)).isEqualTo(JSON.readTree(before.body()));
        }
        assertThat(JSON.readTree(before.body()).path("error").path("stage").asString())
                .isEqualTo("simulate");
        assertThat(JSON.readTree(before.body()).path("stages").size()).isEqualTo(8);
    }

    /// Reads that know nothing but the ledger.
    private record RestartedReads(Installation hms) implements AutoCloseable {
        JsonNode run(int number) {
            var source =
                    new Source(
                            hms.writer::state, hms.ledger, hms.library, () -> Installation.PUBLIC);
            var found = new RunReads(source).run(hms.writer.state(), number);
            return JSON.readTree(Json.bytes(found.orElseThrow().run()));
        }

        @Override
        public void close() {}
    }

    @Test
    void halted_run_goes_on_where_it_was() {
        deploy();
        var halted =
                hms.post(
                        "/api/runs/1/halt",
                        hms.admin,
                        "application/json",
                        "{\"reason\":\"look first\"}");
        hms.drive();
        assertThat(JSON.readTree(halted.body()).path("status").asString()).isEqualTo("halted");
        assertThat(hms.get(POLICY, hms.admin).statusCode()).isEqualTo(404);

        Installation.require(
                200,
                hms.send(
                        hms.request("/api/runs/1/resume", hms.admin)
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())));
        hms.drive();

        assertThat(hms.get(POLICY, hms.admin).statusCode()).isEqualTo(200);
    }
}
