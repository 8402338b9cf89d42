package hms.cli.ci;

import hms.core.pipeline.file.CiPipeline.CiStage;

/// Hears what happens, in order and on one thread.
public interface CiListener {
    void started(CiStage stage);

    /// A line that the script wrote.
    void output(CiStage stage, String line);

    /// A command of the script has reported something.
    void reported(CiStage stage, CiResult result);

    /// Time has passed, and the stage still runs.
    void waiting(CiStage stage);

    void ended(StageEnd end);
}
