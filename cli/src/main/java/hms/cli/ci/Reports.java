package hms.cli.ci;

import hms.cli.ci.CiPlan.Step;
import hms.cli.ci.StageProcess.Exit;
import hms.core.pipeline.file.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one stage says while it runs: lines of output, and results of its commands. Bad news that
/// came last is kept back until it is known whether the stage fails with it.
final class Reports {
    private static final int LONGEST_LINE = 160;

    private final Step step;
    private final CiListener listener;
    private final LogLines lines;
    private final List<CiResult> results = new ArrayList<>();
    private String lastLine = "";
    private int read;
    private int told;

    Reports(Step step, CiListener listener) {
        this.step = step;
        this.listener = listener;
        this.lines = new LogLines(step.log());
    }

    /// Hands on what is new.
    void look() {
        gather();
        listener.waiting(step.stage());
    }

    /// The stage has ended: hands on all that is left. Where no command has reported anything, the
    /// last line of output is the report.
    void close() {
        gather();
        lines.rest(this::output);
    }

    List<CiResult> results() {
        return List.copyOf(results);
    }

    /// Why it has not passed; empty if it has. Hands on the reports that are left.
    Optional<CiResult> failure(Exit exit, Duration limit) {
        var reason =
                switch (exit) {
                    case Exit.Status(var code) when code == 0 -> Optional.<CiResult>empty();
                    case Exit.Status(var code) -> Optional.of(status(code));
                    case Exit.TimedOut(var gone) -> Optional.of(late(limit, gone));
                    case Exit.Interrupted() -> Optional.of(CiResult.failed("interrupted"));
                };
        if (reason.isEmpty() && results.isEmpty()) {
            results.add(CiResult.passed(lastLine.isEmpty() ? "done" : lastLine));
        }
        tell(results.size());
        return reason;
    }

    /// What its last command reported, if that is bad news; else what the script ended with.
    private CiResult status(int code) {
        if (results.size() > told && !results.getLast().passed()) {
            return results.removeLast();
        }
        var said = lastLine.isEmpty() ? "" : ": " + lastLine;
        return CiResult.failed("exit status " + code + said);
    }

    private static CiResult late(Duration limit, boolean gone) {
        return CiResult.failed(
                "ended after its time limit of "
                        + Times.text(limit)
                        + (gone ? "" : "; not all of its processes could be ended"));
    }

    private void gather() {
        try {
            lines.forEach(this::output);
            var all = CiResult.read(step.results());
            results.addAll(all.subList(read, all.size()));
            read = all.size();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read what a stage has reported", e);
        }
        boolean waits = !results.isEmpty() && !results.getLast().passed();
        tell(waits ? results.size() - 1 : results.size());
    }

    private void tell(int until) {
        while (told < until) {
            listener.reported(step.stage(), results.get(told++));
        }
    }

    private void output(String line) {
        if (!line.isBlank()) {
            lastLine = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
        }
        listener.output(step.stage(), line);
    }
}
