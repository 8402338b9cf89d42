package hms.runs.step;

import hms.core.event.EventCodec;
import hms.core.pipeline.file.Times;
import hms.ledger.Ledger;
import hms.runs.config.Sizes;
import hms.runs.port.ClockProbe;
import hms.runs.port.HealthReading;
import hms.runs.port.Machine;
import hms.runs.port.Probe;
import hms.runs.target.SmokeTests;
import hms.runs.target.TargetDesk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks at an environment before anything in it is touched: its targets, its health addresses, the
/// disk, the clocks, the ledger. What does not answer is not well.
public final class CheckStep implements Step {

    private static final long USUAL_DISK = 256L << 20;
    private static final Duration USUAL_SKEW = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TargetDesk desk;
    private final SmokeTests probes;
    private final Probe probe;
    private final ClockProbe clocks;
    private final Machine machine;
    private final Ledger ledger;

    public CheckStep(
            TargetDesk desk,
            SmokeTests probes,
            Probe probe,
            ClockProbe clocks,
            Machine machine,
            Ledger ledger) {
        this.desk = desk;
        this.probes = probes;
        this.probe = probe;
        this.clocks = clocks;
        this.machine = machine;
        this.ledger = ledger;
    }

    /// One thing that was looked at.
    record Checked(String what, boolean well, String said) {}

    @Override
    public StepResult run(StageRun stage) {
        var checked = new ArrayList<Checked>();
        desk.health(stage.environment()).forEach((name, health) -> checked.add(of(name, health)));
        var pages = probes.probes(stage.state(), stage.environment()).health();
        for (var page : pages) {
            checked.add(of(page, probe.get(page, 200, Optional.empty(), PATIENCE)));
        }
        checked.add(disk(stage));
        checked.add(clock(stage, pages));
        checked.add(ledger(stage));
        var evidence = EventCodec.mapper().writeValueAsBytes(checked);
        var ill = checked.stream().filter(c -> !c.well()).toList();
        return ill.isEmpty()
                ? StepResult.passed(summary(checked), evidence)
                : StepResult.failed(
                        String.join(
                                "; ", ill.stream().map(c -> c.what() + ": " + c.said()).toList()),
                        evidence);
    }

    private static String summary(List<Checked> checked) {
        return checked.size()
                + " checks · "
                + String.join(", ", checked.stream().map(Checked::what).limit(5).toList())
                + (checked.size() > 5 ? ", …" : "");
    }

    private static Checked of(String what, HealthReading health) {
        return switch (health) {
            case HealthReading.Well w -> new Checked(what, true, w.said());
            case HealthReading.Ill i -> new Checked(what, false, i.said());
            case HealthReading.Unknown u -> new Checked(what, false, u.said());
        };
    }

    private Checked disk(StageRun stage) {
        long least =
                Optional.ofNullable(stage.stage().options().get("disk"))
                        .flatMap(Sizes::parse)
                        .orElse(USUAL_DISK);
        long free = machine.freeBytes();
        return new Checked(
                "disk", free >= least, Sizes.text(free) + " free, needs " + Sizes.text(least));
    }

    /// This machine's clock against itself, and against those of who answers the health addresses.
    /// They say seconds, so that a second of it is rounding.
    private Checked clock(StageRun stage, List<String> pages) {
        var most =
                Optional.ofNullable(stage.stage().options().get("skew"))
                        .flatMap(Times::parse)
                        .orElse(USUAL_SKEW);
        var set = machine.clockSet().abs();
        if (set.compareTo(most) > 0) {
            return new Checked(
                    "clock", false, "it was set by " + seconds(set) + " since the server started");
        }
        for (var page : pages) {
            var skew = clocks.skew(page, PATIENCE).map(Duration::abs).orElse(Duration.ZERO);
            if (skew.minus(Duration.ofSeconds(1)).compareTo(most) > 0) {
                return new Checked("clock", false, seconds(skew) + " apart from that of " + page);
            }
        }
        return new Checked("clock", true, "within " + seconds(most));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /// That the stage began is an entry: what is kept has to have it.
    private Checked ledger(StageRun stage) {
        long kept = ledger.head().size();
        return new Checked(
                "ledger",
                kept >= stage.state().size(),
                kept + " entries kept, " + stage.state().size() + " known");
    }
}
