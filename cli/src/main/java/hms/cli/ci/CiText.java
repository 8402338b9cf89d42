package hms.cli.ci;

import hms.core.pipeline.file.CiPipeline;
import hms.core.pipeline.file.CiPipeline.CiStage;
import java.util.List;

/// What a run says to people: a line for each report, behind the label of its stage.
///
/// ```text
/// [build]  📦  pkg.tgz created
/// [test]   ✅  42 tests
/// [deploy] staging ✅  pre-prod ✅  prod SCHEDULED@00:00
/// ```
public final class CiText {
    private final int width;

    /// @param pipeline whose labels stand in one column
    public CiText(CiPipeline pipeline) {
        width = pipeline.stages().stream().mapToInt(s -> label(s).length()).max().orElse(0);
    }

    /// A report.
    public String line(CiStage stage, CiResult result) {
        var mark = result.mark().isEmpty() ? "" : result.mark() + "  ";
        return start(stage) + mark + result.summary();
    }

    /// A stage that has failed: why, and where all of it can be read.
    public List<String> failure(StageEnd.Failed failed, LogFolder logs) {
        return List.of(
                line(failed.stage(), failed.reason()),
                " ".repeat(width + 1) + "log: " + logs.shown(failed.log()));
    }

    /// A stage that runs.
    public String running(CiStage stage, String progress) {
        return start(stage) + progress;
    }

    private String start(CiStage stage) {
        var label = label(stage);
        return label + " ".repeat(width - label.length() + 1);
    }

    private static String label(CiStage stage) {
        return "[" + stage.label() + "]";
    }
}
