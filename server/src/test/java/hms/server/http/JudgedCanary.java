package hms.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.command.Command;
import hms.core.event.RunEvent.CanaryCounts;
import hms.core.pipeline.StageKind;
import hms.core.state.CanaryVerdict;
import hms.core.state.StageOutcome;
import hms.ledger.BlobSealer;
import hms.ledger.write.Prepared;
import java.util.Optional;

/// Canaries of an installation, judged as a test says.
final class JudgedCanary {

    static final String SUMMARY =
            "violation: 9 alerts in the canary, of which the simulation foresaw 1.2; the limit is 2";
    static final String REPORT = "{\"verdict\":\"failed\",\"alerts\":9.50}";

    private final Installation hms;

    JudgedCanary(Installation hms) {
        this.hms = hms;
    }

    /// Brings a version into its canary.
    ///
    /// @return the run
    int begin(String yaml) {
        hms.beginWithCanaries();
        return hms.release(yaml);
    }

    /// Judges it.
    void judge(int run, CanaryVerdict verdict) {
        var report = new BlobSealer(new byte[32]).seal(REPORT.getBytes(UTF_8));
        hms.writer
                .submit(
                        Prepared.of(
                                new Command.FinishStage(
                                        run,
                                        "canary",
                                        StageKind.CANARY,
                                        verdict == CanaryVerdict.PASSED
                                                ? StageOutcome.PASSED
                                                : StageOutcome.FAILED,
                                        SUMMARY,
                                        Optional.of(report.name()),
                                        new Command.Found.Judged(
                                                verdict,
                                                new CanaryCounts(12, 0, 412, 0, 9),
                                                new CanaryCounts(38, 0, 1_310, 0, 0))),
                                report))
                .join();
    }

    /// A version whose canary did harm.
    ///
    /// @return the run
    static int of(Installation hms, String yaml) {
        var canary = new JudgedCanary(hms);
        int run = canary.begin(yaml);
        canary.judge(run, CanaryVerdict.FAILED);
        return run;
    }
}
