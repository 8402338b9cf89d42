package hms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.core.event.LedgerEvent.ActRefused;
import hms.ledger.Ledger;
import hms.ledger.LedgerRefused;
import hms.ledger.LedgerUnreadable;
import hms.ledger.LogTiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that is read file by file, as from a server.
class TiledLogTest {
    private static final String WHERE = "https://log.example/log";

    @TempDir private Path folder;

    @Test
    void log_of_a_server_verifies_and_names_its_key() {
        var log = TestLog.of(folder, 600);
        try (var ledger = log.open();
                var evidence = LedgerEvidence.ofLog(files(ledger), WHERE)) {
            assertThat(evidence.statedKey()).contains(TestLog.KEY);
            var report = TestLog.verify(evidence);
            assertThat(report.findings()).isEmpty();
            assertThat(report.entries()).isEqualTo(600);
            assertThat(report.tiles()).isEqualTo(4);
        }
    }

    @Test
    void entry_that_was_changed_under_the_server_is_named() throws Exception {
        var log = TestLog.of(folder, 600);
        log.setEntry(10, log.changed(10));
        log.setEntry(590, log.changed(590));
        try (var ledger = log.open();
                var evidence = LedgerEvidence.ofLog(files(ledger), WHERE)) {
            assertThat(TestLog.verify(evidence).findings())
                    .containsExactly(
                            new Finding.EntriesChanged(10, 10),
                            new Finding.EntriesChanged(590, 590));
        }
    }

    @Test
    void log_that_grows_is_verified_as_of_the_checkpoint_at_the_start() {
        var log = TestLog.of(folder, 300);
        LedgerEvidence evidence;
        try (var before = log.open()) {
            evidence = LedgerEvidence.ofLog(files(before), WHERE);
        }
        log.append(List.of(TestLog.entry(300, new ActRefused("a", "b", 1))), List.of());
        try (var after = log.open()) {
            var grown =
                    LedgerEvidence.ofLog(
                            (name, most) ->
                                    name.equals("checkpoint")
                                            ? evidence.checkpoint().getBytes(UTF_8)
                                            : files(after).read(name, most),
                            WHERE);
            assertThat(TestLog.verify(grown).findings()).isEmpty();
            assertThat(grown.size()).isEqualTo(300);
        }
    }

    @Test
    void address_without_a_log_is_refused_by_name() {
        LogFiles nothing =
                (name, _) -> {
                    throw new LedgerUnreadable("there is no " + name, null);
                };
        assertThatThrownBy(() -> LedgerEvidence.ofLog(nothing, WHERE))
                .isInstanceOf(LedgerRefused.class)
                .hasMessageContaining(WHERE)
                .hasMessageContaining("there is no checkpoint");
    }

    @Test
    void log_that_has_lost_its_first_entry_names_no_key() throws Exception {
        var log = TestLog.of(folder, 3);
        log.sql("delete from entry where idx = 0");
        try (var ledger = log.open()) {
            assertThat(LedgerEvidence.of(ledger).statedKey()).isEmpty();
        }
    }

    private static LogFiles files(Ledger ledger) {
        var tiles = new LogTiles(ledger);
        return (name, _) ->
                tiles.serve(name)
                        .orElseThrow(() -> new LedgerUnreadable("there is no " + name, null))
                        .body();
    }
}
