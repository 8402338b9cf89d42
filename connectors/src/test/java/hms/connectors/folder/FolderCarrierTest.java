package hms.connectors.folder;

import static hms.connectors.Shipments.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import hms.artifact.PolicyId;
import hms.connectors.Shipments;
import hms.runs.port.Destination;
import hms.runs.port.Handover;
import hms.runs.port.Handover.Refused;
import hms.runs.port.Handover.Taken;
import hms.runs.port.Handover.Unsure;
import hms.runs.port.HealthReading;
import hms.runs.port.Shipment;
import hms.trust.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class FolderCarrierTest {

    private static final Shipment FIRST =
            Shipments.of(7, item("epa-pm25-limit", "1.0.0"), item("fees", "1.0.0", "{\"id\":1}"));
    private static final Shipment SECOND =
            Shipments.of(9, item("epa-pm25-limit", "2.0.0"), item("fees", "1.0.0", "{\"id\":1}"));

    @TempDir Path folder;

    private final FolderCarrier carrier = new FolderCarrier();

    @Test
    void a_set_lies_behind_the_link_with_an_index() throws IOException {
        assertThat(deliver(FIRST)).isInstanceOf(Taken.class);

        assertThat(names(current()))
                .containsExactlyInAnyOrder(
                        "epa-pm25-limit@1.0.0.yaml", "fees@1.0.0.json", "index.json");
        assertThat(Files.readAllBytes(current().resolve("fees@1.0.0.json")))
                .isEqualTo(FIRST.items().getLast().bytes());
        var index = JsonMapper.shared().readTree(Files.readString(current().resolve("index.json")));
        assertThat(index.path("environment").asString()).isEqualTo("staging");
        assertThat(index.path("sequence").asLong()).isEqualTo(7);
        assertThat(index.path("key").asString()).isEqualTo("run-184/staging/7");
        var fees = index.path("policies").path(1);
        assertThat(fees.path("file").asString()).isEqualTo("fees@1.0.0.json");
        assertThat(fees.path("digest").asString())
                .isEqualTo(FIRST.items().getLast().digest().toString());
        assertThat(current().getFileName().toString()).startsWith("7-");
    }

    @Test
    void the_same_shipment_again_changes_nothing() throws IOException {
        deliver(FIRST);
        var before = Files.getLastModifiedTime(current().resolve("index.json"));
        assertThat(deliver(FIRST))
                .isInstanceOfSatisfying(
                        Taken.class, taken -> assertThat(taken.said()).contains("was there"));
        assertThat(Files.getLastModifiedTime(current().resolve("index.json"))).isEqualTo(before);
        assertThat(names(folder.resolve("versions"))).hasSize(1);
    }

    @Test
    void a_lower_sequence_is_refused() throws IOException {
        deliver(SECOND);
        var before = current();
        assertThat(deliver(FIRST))
                .isEqualTo(
                        new Refused(
                                "the folder has a set of sequence 9, which one of sequence 7 must not undo"));
        assertThat(current()).isEqualTo(before);
    }

    @Test
    void the_last_three_sets_are_kept() throws IOException {
        for (int sequence = 1; sequence <= 6; sequence++) {
            deliver(Shipments.of(sequence, item("fees", "1.0." + sequence)));
        }
        assertThat(sequences()).containsExactlyInAnyOrder("4", "5", "6");
    }

    @Test
    void an_empty_set_is_written_only_if_the_shipment_says_that_all_is_gone() throws IOException {
        assertThat(deliver(Shipments.of(1))).isInstanceOf(Refused.class);
        deliver(FIRST);
        var one = Shipments.of(8, List.of(), List.of(PolicyId.of("fees")), List.of());
        assertThat(deliver(one))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("(epa-pm25-limit)"));
        assertThat(sequences()).containsExactly("7");
        var all =
                Shipments.of(
                        8,
                        List.of(),
                        List.of(PolicyId.of("fees"), PolicyId.of("epa-pm25-limit")),
                        List.of());
        assertThat(deliver(all)).isInstanceOf(Taken.class);
        assertThat(names(current())).containsExactly("index.json");
    }

    @Test
    void what_is_prepared_has_no_effect_and_can_be_discarded() throws IOException {
        deliver(FIRST);
        assertThat(carrier.prepare(to(), SECOND)).isInstanceOf(Taken.class);
        assertThat(current().getFileName().toString()).startsWith("7-");
        assertThat(sequences()).containsExactlyInAnyOrder("7", "9");
        carrier.discard(to(), SECOND);
        assertThat(sequences()).containsExactly("7");

        carrier.prepare(to(), SECOND);
        deliver(SECOND);
        carrier.discard(to(), SECOND); // holds already
        assertThat(current().getFileName().toString()).startsWith("9-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before writing", "written", "named", "linked", "swapped"})
    void dying_anywhere_leaves_a_whole_set_and_nothing_in_the_way(String point) throws IOException {
        deliver(FIRST);
        var dies =
                new FolderCarrier(
                        reached -> {
                            if (reached.equals(point)) {
                                throw new Died();
                            }
                        });
        assertThatThrownBy(() -> dies.deliver(to(), SECOND)).isInstanceOf(Died.class);
        assertThat(WrittenSet.damage(current())).isEmpty();
        assertThat(current().getFileName().toString())
                .startsWith(point.equals("swapped") ? "9-" : "7-");

        assertThat(deliver(SECOND)).isInstanceOf(Taken.class);
        assertThat(current().getFileName().toString()).startsWith("9-");
        assertThat(names(folder)).containsExactlyInAnyOrder(".hms-lock", "current", "versions");
        assertThat(sequences()).containsExactlyInAnyOrder("7", "9");
    }

    @Test
    void half_of_a_set_that_a_dead_process_left_is_removed() throws IOException {
        Files.createDirectories(folder.resolve("versions/.new-9-0123456789ab"));
        Files.writeString(folder.resolve("versions/.new-9-0123456789ab/fees@1.0.0.json"), "{");
        Files.createSymbolicLink(folder.resolve(".new-current"), Path.of("versions/nowhere"));
        assertThat(deliver(SECOND)).isInstanceOf(Taken.class);
        assertThat(names(folder)).containsExactlyInAnyOrder(".hms-lock", "current", "versions");
        assertThat(names(folder.resolve("versions"))).hasSize(1);
    }

    @Test
    void a_damaged_set_is_ill_and_is_written_anew() throws IOException {
        deliver(FIRST);
        assertThat(carrier.health(to())).isInstanceOf(HealthReading.Well.class);
        var damaged = current();
        Files.writeString(damaged.resolve("fees@1.0.0.json"), "{}");
        assertThat(carrier.health(to()))
                .isInstanceOfSatisfying(
                        HealthReading.Ill.class,
                        ill ->
                                assertThat(ill.said())
                                        .contains("fees@1.0.0.json is not what was written"));

        assertThat(deliver(FIRST)).isInstanceOf(Taken.class);
        assertThat(current()).isNotEqualTo(damaged);
        assertThat(carrier.health(to())).isInstanceOf(HealthReading.Well.class);
    }

    @Test
    void readers_see_whole_sets_only() throws Exception {
        deliver(Shipments.of(1, item("fees", "1.0.1"), item("limit", "1.0.1")));
        var done = new AtomicBoolean();
        var read = new AtomicInteger();
        var started = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reader =
                    threads.submit(
                            () -> {
                                while (!done.get()) {
                                    readWhole();
                                    read.incrementAndGet();
                                    started.countDown();
                                }
                                return true;
                            });
            started.await();
            try {
                for (int sequence = 2; sequence <= 40; sequence++) {
                    var version = "1.0." + sequence;
                    assertThat(
                                    deliver(
                                            Shipments.of(
                                                    sequence,
                                                    item("fees", version),
                                                    item("limit", version))))
                            .isInstanceOf(Taken.class);
                }
            } finally {
                done.set(true);
            }
            assertThat(reader.get()).isTrue();
        }
        assertThat(read).hasPositiveValue();
    }

    /// Resolves the link once, as readers are told to, and begins again if the set has gone.
    private void readWhole() throws IOException {
        while (true) {
            var set = folder.resolve("current").toRealPath();
            try {
                var index =
                        JsonMapper.shared().readTree(Files.readString(set.resolve("index.json")));
                var versions = new HashSet<String>();
                for (var policy : index.path("policies")) {
                    var bytes = Files.readAllBytes(set.resolve(policy.path("file").asString()));
                    assertThat(Digest.sha256(bytes)).hasToString(policy.path("digest").asString());
                    versions.add(policy.path("version").asString());
                }
                assertThat(versions).hasSize(1);
                assertThat(index.path("policies")).hasSize(2);
                return;
            } catch (NoSuchFileException e) {
                assertThat(folder.resolve("current").toRealPath()).isNotEqualTo(set);
            }
        }
    }

    @Test
    void one_writes_at_a_time() throws IOException {
        try (var other =
                        FileChannel.open(
                                folder.resolve(".hms-lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(deliver(FIRST))
                    .isInstanceOfSatisfying(
                            Unsure.class,
                            unsure -> assertThat(unsure.reason()).contains("another delivery"));
        }
        assertThat(deliver(FIRST)).isInstanceOf(Taken.class);
    }

    @Test
    void a_folder_that_is_not_there_is_not_made() {
        folder = folder.resolve("unmounted");
        assertThat(deliver(FIRST)).isInstanceOf(Refused.class);
        assertThat(folder).doesNotExist();
        assertThat(carrier.health(to())).isInstanceOf(HealthReading.Ill.class);
    }

    @Test
    void what_hms_did_not_make_is_left_alone() throws IOException {
        Files.createDirectory(folder.resolve("current"));
        assertThat(deliver(FIRST))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("no symbolic link"));
        assertThat(folder.resolve("current")).isDirectory();
    }

    @Test
    void a_folder_without_permission_refuses() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(folder), "the administrator may write everywhere");
            assertThat(deliver(FIRST))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).contains("no permission"));
            assertThat(carrier.health(to())).isInstanceOf(HealthReading.Ill.class);
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void what_the_system_complains_of_is_told_with_a_remedy() {
        assertThat(told(new AccessDeniedException("/f/versions")))
                .isEqualTo(
                        new Refused(
                                "/f/versions: no permission; let the user that runs HMS-SVC read and write the folder"));
        assertThat(told(new FileSystemException("/f/x", null, "Operation not permitted")))
                .isInstanceOf(Refused.class);
        assertThat(told(new FileSystemException("/f/x", null, "Read-only file system")))
                .isInstanceOf(Refused.class);
        assertThat(told(new FileSystemException("/f/x", null, "No space left on device")))
                .isEqualTo(new Unsure("/f/x: the disk is full; make room"));
        assertThat(told(new IOException("No space left on device"))) // as channels say it
                .isEqualTo(new Unsure("/f: the disk is full; make room"));
        assertThat(told(new NoSuchFileException("/f/x"))).isInstanceOf(Unsure.class);
        assertThat(told(new IOException("Input/output error")))
                .isEqualTo(
                        new Unsure("the folder /f could not be written: /f: Input/output error"));
    }

    private static Handover told(IOException failure) {
        return Trouble.with(Path.of("/f"), failure).handover();
    }

    @Test
    void settings_are_judged() {
        assertThat(carrier.complaint(Map.of("path", "/srv/policies"))).isEmpty();
        assertThat(carrier.complaint(Map.of()).orElseThrow()).startsWith("path is missing");
        assertThat(carrier.complaint(Map.of("path", "srv")).orElseThrow())
                .startsWith("path is not absolute: srv");
        assertThat(carrier.complaint(Map.of("path", "/x\0")).orElseThrow())
                .startsWith("path is no");
        assertThat(carrier.complaint(Map.of("path", "/x", "pth", "")).orElseThrow())
                .startsWith("pth is no setting");
    }

    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Handover deliver(Shipment shipment) {
        return carrier.deliver(to(), shipment);
    }

    private Destination to() {
        return new Destination(
                Shipments.STAGING, "files", new TreeMap<>(Map.of("path", folder.toString())));
    }

    private Path current() throws IOException {
        return folder.resolve("current").toRealPath();
    }

    private Set<String> sequences() throws IOException {
        return names(folder.resolve("versions")).stream()
                .map(name -> name.substring(0, name.indexOf('-')))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Path inside) throws IOException {
        try (var files = Files.list(inside)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
