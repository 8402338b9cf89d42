package hms.cli.ci;

import hms.core.pipeline.file.CiPipeline.CiStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a stage has ended, or that it never began.
public sealed interface StageEnd {
    CiStage stage();

    /// As others name it.
    String outcome();

    /// Its script ended with 0.
    ///
    /// @param results what its commands reported; where none did, its last line of output
    /// @param took from its start to its end
    /// @param log all that it wrote
    record Passed(CiStage stage, List<CiResult> results, Duration took, Path log)
            implements StageEnd {
        @Override
        public String outcome() {
            return "passed";
        }
    }

    /// Its script ended otherwise, or was ended.
    ///
    /// @param reason what is wrong, in half a sentence
    record Failed(CiStage stage, List<CiResult> results, Duration took, Path log, CiResult reason)
            implements StageEnd {
        @Override
        public String outcome() {
            return "failed";
        }
    }

    /// A stage before it has failed.
    record NotRun(CiStage stage) implements StageEnd {
        @Override
        public String outcome() {
            return "not-run";
        }
    }
}
