package hms.checks.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hms.checks.scan.builtin.ScanSets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScanTest {
    private static final ScanTarget TARGET = Packages.of("limit: 1\n", Map.of());

    /// A set that finds what it is told to.
    private record Found(String name, int version, AtomicInteger runs, ScanSeverity... severities)
            implements ScanRules {
        @Override
        public void scan(ScanTarget target, ScanFindings findings) {
            runs.incrementAndGet();
            for (var severity : severities) {
                findings.add(
                        new ScanFinding(
                                name, "r", severity, "p@1.0.0", "p.yaml", 0, 0, "$", "m", "r"));
            }
        }
    }

    @Test
    void report_sums_up_set_by_set_and_counts_what_blocks() {
        var report =
                new Scan(new RecentScans(2), Runnable::run)
                        .run(
                                TARGET,
                                List.of(
                                        new Found("privacy", 1, new AtomicInteger()),
                                        new Found(
                                                "ethics",
                                                3,
                                                new AtomicInteger(),
                                                ScanSeverity.WARNING,
                                                ScanSeverity.BLOCKING)));

        assertThat(report.summary()).isEqualTo("privacy(0) ethics(1) · 1 warning");
        assertThat(report.passed()).isFalse();
        assertThat(report.toJson())
                .startsWith(
                        "{\"format\":\"hms-scan/1\",\"summary\":\"privacy(0) ethics(1) · 1 warning\",\"passed\":false,\"content\":\"sha256:")
                .contains(
                        "{\"name\":\"ethics\",\"version\":3,\"blocking\":1,\"warnings\":1}",
                        "\"ruleset\":\"ethics\",\"rule\":\"r\",\"severity\":\"blocking\"");
    }

    @Test
    void same_content_is_looked_at_once_for_each_version_of_a_set() {
        var runs = new AtomicInteger();
        var scan = new Scan(new RecentScans(10), Runnable::run);

        scan.run(TARGET, List.of(new Found("a", 1, runs)));
        scan.run(Packages.of("limit: 1\n", Map.of()), List.of(new Found("a", 1, runs)));
        assertThat(runs).hasValue(1);
        scan.run(TARGET, List.of(new Found("a", 2, runs)));
        assertThat(runs).hasValue(2);
        scan.run(Packages.of("limit: 2\n", Map.of()), List.of(new Found("a", 1, runs)));
        assertThat(runs).hasValue(3);
    }

    @Test
    void oldest_results_are_forgotten() {
        var runs = new AtomicInteger();
        var scan = new Scan(new RecentScans(1), Runnable::run);

        scan.run(TARGET, List.of(new Found("a", 1, runs)));
        scan.run(TARGET, List.of(new Found("b", 1, runs)));
        scan.run(TARGET, List.of(new Found("a", 1, runs)));

        assertThat(runs).hasValue(3);
    }

    @Test
    void sets_run_side_by_side() {
        var both = new CountDownLatch(2);
        ScanRules one = waiting("one", both);
        ScanRules other = waiting("other", both);
        try (var executor = Executors.newFixedThreadPool(2)) {
            var report = new Scan(new RecentScans(2), executor).run(TARGET, List.of(one, other));

            assertThat(report.summary()).isEqualTo("one(0) other(0)");
        }
    }

    private static ScanRules waiting(String name, CountDownLatch both) {
        return new ScanRules() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int version() {
                return 1;
            }

            @Override
            public void scan(ScanTarget target, ScanFindings findings) {
                both.countDown();
                try {
                    if (!both.await(60, TimeUnit.SECONDS)) {
                        throw new AssertionError("the other set does not run");
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    @Test
    void fault_of_a_set_is_a_fault_of_the_scan_and_not_remembered() {
        var runs = new AtomicInteger();
        ScanRules faulty =
                new ScanRules() {
                    @Override
                    public String name() {
                        return "faulty";
                    }

                    @Override
                    public int version() {
                        return 1;
                    }

                    @Override
                    public void scan(ScanTarget target, ScanFindings findings) {
                        if (runs.incrementAndGet() == 1) {
                            throw new IllegalStateException("once");
                        }
                    }
                };
        var scan = new Scan(new RecentScans(2), Runnable::run);

        assertThatThrownBy(() -> scan.run(TARGET, List.of(faulty)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("once");
        assertThat(scan.run(TARGET, List.of(faulty)).passed()).isTrue();
    }

    @Test
    void sets_are_found_by_name_and_others_are_refused_with_those_there_are() {
        assertThat(ScanSets.named("ethics , privacy,ethics").orElseThrow())
                .extracting(ScanRules::name)
                .containsExactly("ethics", "privacy");
        assertThat(ScanSets.named("").orElseThrow()).isEqualTo(ScanSets.all());
        assertThat(ScanSets.named("privacy,opa").refusal())
                .contains("there is no rule set 'opa'; there are privacy and ethics");
    }

    @Test
    void words_of_a_name_are_told_apart() {
        assertThat(NameWords.of("dateOfBirth").words()).containsExactly("date", "of", "birth");
        assertThat(NameWords.of("date_of-birth 2").words())
                .containsExactly("date", "of", "birth", "2");
        assertThat(NameWords.of("SSNLast4").words()).containsExactly("ssn", "last", "4");
        assertThat(NameWords.of("average").words()).containsExactly("average");
        assertThat(NameWords.of("AGE").words()).containsExactly("age");
        assertThat(NameWords.of("").words()).isEmpty();
    }
}
