package hms.app;

import hms.checks.chaos.Pace;
import hms.checks.scan.RecentScans;
import hms.checks.scan.Scan;
import hms.cli.InMemorySdk;
import hms.connectors.git.GitReleaseTags;
import hms.connectors.guarded.GuardedHttp;
import hms.connectors.kubernetes.PodAccess;
import hms.connectors.minicluster.MiniClusterAccess;
import hms.connectors.smoke.DateHeader;
import hms.connectors.smoke.SmokeProbe;
import hms.core.pipeline.StageKind;
import hms.ledger.BlobSealer;
import hms.ledger.DataFolder;
import hms.ledger.Ledger;
import hms.ledger.write.Writer;
import hms.runs.NoticeDesk;
import hms.runs.Signatures;
import hms.runs.canary.CanaryWatch;
import hms.runs.content.Library;
import hms.runs.port.ClusterAccess;
import hms.runs.port.Pause;
import hms.runs.step.ActivateStep;
import hms.runs.step.ApplyStep;
import hms.runs.step.CanaryStep;
import hms.runs.step.ChaosStep;
import hms.runs.step.CheckStep;
import hms.runs.step.GateStep;
import hms.runs.step.NotifyStep;
import hms.runs.step.PackageStep;
import hms.runs.step.PublishStep;
import hms.runs.step.RolloutStep;
import hms.runs.step.ScanStep;
import hms.runs.step.SimulateStep;
import hms.runs.step.Step;
import hms.runs.step.TagStep;
import hms.runs.step.TestStep;
import hms.runs.step.ValidateStep;
import hms.runs.target.SmokeTests;
import hms.runs.target.TargetDesk;
import hms.runs.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Every step of the server, in the order in which a release meets them.
///
/// @param outside who asks what is outside
record Steps(Kept kept, Watched watched, Desks desks, GuardedHttp outside, InstantSource clock) {

    /// What is kept, and who keeps it.
    record Kept(
            DataFolder folder,
            Ledger ledger,
            Writer writer,
            Library library,
            BlobSealer sealer,
            Signatures signatures) {}

    /// What subscribers report.
    record Watched(Telemetry telemetry, CanaryWatch canary) {}

    /// Who brings things to partners and to targets.
    record Desks(NoticeDesk notices, TargetDesk targets) {}

    Map<StageKind, Step> byKind() {
        var probe = new SmokeProbe(outside);
        var smoke = new SmokeTests(kept.library(), probe);
        return Map.ofEntries(
                Map.entry(StageKind.VALIDATE, new ValidateStep(kept.signatures())),
                Map.entry(StageKind.PACKAGE, new PackageStep(kept.signatures(), kept.sealer())),
                Map.entry(StageKind.TEST, new TestStep(new InMemorySdk())),
                Map.entry(StageKind.SIMULATE, new SimulateStep()),
                Map.entry(StageKind.SCAN, new ScanStep(scan())),
                Map.entry(StageKind.GATE, new GateStep()),
                Map.entry(
                        StageKind.CHECK,
                        new CheckStep(
                                desks.targets(),
                                smoke,
                                probe,
                                new DateHeader(outside, clock),
                                new ThisMachine(kept.folder().path(), clock),
                                kept.ledger())),
                Map.entry(StageKind.APPLY, new ApplyStep(desks.targets(), smoke, Pause.real())),
                Map.entry(StageKind.CHAOS, chaos()),
                Map.entry(StageKind.CANARY, new CanaryStep(watched.telemetry(), watched.canary())),
                Map.entry(StageKind.PUBLISH, new PublishStep()),
                Map.entry(
                        StageKind.ROLLOUT,
                        new RolloutStep(watched.telemetry(), watched.canary(), smoke)),
                Map.entry(StageKind.ACTIVATE, new ActivateStep()),
                Map.entry(
                        StageKind.TAG,
                        new TagStep(
                                new GitReleaseTags(kept.folder().path().resolve("policies.git")))),
                Map.entry(StageKind.NOTIFY, new NotifyStep(kept.writer(), desks.notices())));
    }

    private static Scan scan() {
        return new Scan(new RecentScans(1_000), Thread::startVirtualThread);
    }

    private ChaosStep chaos() {
        return new ChaosStep(
                desks.targets(),
                Map.<String, ClusterAccess>of(
                        "local",
                        new MiniClusterAccess(kept.folder().path()),
                        Carriers.KUBERNETES,
                        new PodAccess(System.getenv(), clock)),
                kept.writer()::state,
                Pace::real,
                Thread::startVirtualThread,
                () -> ThreadLocalRandom.current().nextLong(1_000_000));
    }
}
