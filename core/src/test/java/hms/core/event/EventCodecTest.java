package hms.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.state.EnvironmentId;
import hms.trust.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    /// Entries are for ever: what was written by one release is read by all later ones.
    @Test
    void the_bytes_of_an_entry_are_as_they_always_were() {
        var entry =
                new Recorded(
                        AT,
                        "p-chief",
                        new LiveEvent.VersionRolledBack(
                                EnvironmentId.PRODUCTION,
                                PolicyId.of("epa-pm25-limit"),
                                Optional.of(Version.of("2.0.0")),
                                Version.of("1.5.0"),
                                Digest.ofHex("ab".repeat(32)),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(new String(EventCodec.encode(entry), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"version-rolled-back\",\"v\":1,"
                                + "\"at\":\"2026-01-02T03:04:05.678901Z\",\"actor\":\"p-chief\","
                                + "\"environment\":\"production\",\"policy\":\"epa-pm25-limit\","
                                + "\"from\":\"2.0.0\",\"to\":\"1.5.0\",\"digest\":\""
                                + "ab".repeat(32)
                                + "\"}");
        assertThat(EventCodec.decode(EventCodec.encode(entry))).isEqualTo(entry);
    }

    @Test
    void every_event_is_in_the_table_of_types() {
        var leaves = new ArrayList<Class<?>>();
        leaves(Event.class, leaves);
        assertThat(EventCodec.types()).hasSize(leaves.size()).doesNotHaveDuplicates();
    }

    private static void leaves(Class<?> type, List<Class<?>> into) {
        if (type.isSealed()) {
            for (var sub : type.getPermittedSubclasses()) {
                leaves(sub, into);
            }
        } else {
            into.add(type);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"run-started\"}",
                "{\"type\":\"run-started\",\"v\":2,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\",\"run\":1}",
                "{\"type\":\"no-such\",\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\"}",
                "{\"v\":1,\"type\":\"run-started\",\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\",\"run\":1}",
                "{\"type\":\"run-started\",\"v\":1,\"at\":\"yesterday\",\"actor\":\"a\",\"run\":1}",
                "{\"type\":\"run-started\",\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\",\"run\":1,\"extra\":2}",
                "{\"type\":\"run-started\",\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\",\"run\":1,\"run\":2}",
                "{\"type\":\"key-revoked\",\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\",\"key\":\"x\"} {}",
                "{\"type\":\"key-revoked\",\"v\":1,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"a\",\"key\":",
            })
    void what_is_not_an_entry_is_refused_and_not_skipped(String text) {
        assertThatThrownBy(() -> EventCodec.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableEntry.class);
    }

    /// As the first release wrote them, before runs had canaries and governance could ask for one.
    @Test
    void entries_of_the_first_release_stay_readable() {
        var queued =
                decoded(
                        "\"type\":\"run-queued\",\"v\":1,\"at\":\"2026-11-22T10:00:00.000001Z\","
                                + "\"actor\":\"p-chief\",\"run\":184,\"environment\":\"production\","
                                + "\"pipeline\":\"default\",\"members\":[\"epa-pm25-limit@2.0.0\"],"
                                + "\"memberCount\":1,\"options\":{\"pending\":\"UNSAID\","
                                + "\"supersede\":false,\"strict\":true}");
        assertThat(queued)
                .isInstanceOfSatisfying(
                        RunEvent.RunQueued.class,
                        e -> {
                            assertThat(e.stages()).isEmpty();
                            assertThat(e.options().canary()).isEmpty();
                            assertThat(e.options().partners()).isEmpty();
                            assertThat(e.options().strict()).isTrue();
                        });
        var governance =
                decoded(
                        "\"type\":\"governance-set\",\"v\":1,\"at\":\"2026-11-22T10:00:00.000001Z\","
                                + "\"actor\":\"p-chief\",\"governance\":{\"rules\":[{\"match\":"
                                + "{\"tag\":\"health\"},\"approvals\":2,\"roles\":[],"
                                + "\"separation\":true,\"refusePast\":false}]}");
        assertThat(governance)
                .isInstanceOfSatisfying(
                        ConfigEvent.GovernanceSet.class,
                        e -> assertThat(e.governance().rules().getFirst().canary()).isEmpty());
    }

    private static Event decoded(String fields) {
        return EventCodec.decode(
                        ("{" + fields + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .event();
    }
}
