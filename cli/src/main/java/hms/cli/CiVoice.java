package hms.cli;

import hms.cli.ci.CiJson;
import hms.cli.ci.CiListener;
import hms.cli.ci.CiResult;
import hms.cli.ci.CiText;
import hms.cli.ci.LogFolder;
import hms.cli.ci.StageEnd;
import hms.core.pipeline.file.CiPipeline;
import hms.core.pipeline.file.CiPipeline.CiStage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Tells how a pipeline file fares.
final class CiVoice {
    private static final String TURNING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final Duration TURN = Duration.ofMillis(100);

    private CiVoice() {}

    /// A line for each report; on a terminal, a moving one for the stage that runs.
    static CiListener forPeople(
            Screen screen, Clock clock, CiPipeline pipeline, LogFolder logs, boolean verbose) {
        return new People(screen, clock, new CiText(pipeline), logs, verbose);
    }

    /// A JSON document for each event.
    static CiListener forPrograms(Screen screen, LogFolder logs, boolean verbose) {
        return new Programs(screen, logs, verbose);
    }

    /// The last document.
    static String result(CiPipeline pipeline, List<StageEnd> ends, LogFolder logs) {
        return CiJson.result(pipeline, ends, logs).toString();
    }

    private static final class People implements CiListener {
        private final Screen screen;
        private final Clock clock;
        private final CiText text;
        private final LogFolder logs;
        private final boolean verbose;
        private Instant started = Instant.EPOCH;
        private Instant turned = Instant.EPOCH;
        private int turn;
        private boolean moving;

        People(Screen screen, Clock clock, CiText text, LogFolder logs, boolean verbose) {
            this.screen = screen;
            this.clock = clock;
            this.text = text;
            this.logs = logs;
            this.verbose = verbose;
        }

        @Override
        public void started(CiStage stage) {
            started = clock.instant();
        }

        @Override
        public void output(CiStage stage, String line) {
            if (verbose) {
                wipe();
                screen.line(Ink.QUIET.of("  │ " + line));
            }
        }

        @Override
        public void reported(CiStage stage, CiResult result) {
            wipe();
            screen.line(text.line(stage, result));
        }

        @Override
        public void waiting(CiStage stage) {
            var now = clock.instant();
            if (!screen.isLive() || now.isBefore(turned.plus(TURN))) {
                return;
            }
            turned = now;
            var mark = TURNING.charAt(turn++ % TURNING.length());
            var progress = mark + "  " + Moments.elapsed(Duration.between(started, now));
            var line = Ink.cut(text.running(stage, progress), screen.width() - 1);
            screen.redraw(List.of(Ink.ACCENT.of(line)));
            moving = true;
        }

        @Override
        public void ended(StageEnd end) {
            wipe();
            if (end instanceof StageEnd.Failed failed) {
                text.failure(failed, logs).forEach(screen::line);
            }
        }

        private void wipe() {
            if (moving) {
                screen.redraw(List.of());
                moving = false;
            }
        }
    }

    private record Programs(Screen screen, LogFolder logs, boolean verbose) implements CiListener {
        @Override
        public void started(CiStage stage) {
            screen.raw(CiJson.started(stage).toString());
        }

        @Override
        public void output(CiStage stage, String line) {
            if (verbose) {
                screen.raw(CiJson.output(stage, line).toString());
            }
        }

        @Override
        public void reported(CiStage stage, CiResult result) {
            screen.raw(CiJson.reported(stage, result).toString());
        }

        @Override
        public void waiting(CiStage stage) {}

        @Override
        public void ended(StageEnd end) {
            screen.raw(CiJson.ended(end, logs).toString());
        }
    }
}
