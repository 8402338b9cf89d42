package hms.server.http;

import hms.ledger.write.Writer;
import hms.runs.canary.CanaryWatch;
import hms.runs.intake.Intake;
import hms.runs.telemetry.Telemetry;
import hms.server.token.TokenIssuer;
import hms.server.view.Source;
import java.time.InstantSource;

/// What the server is made of, all of it made before.
///
/// @param source what reads are made from
/// @param writer asked for its health, and for the state as of the last durable batch
/// @param intake takes what is to be done
/// @param tokens makes tokens, and so says which ones are read
/// @param feed stands at the writer's tail
/// @param telemetry what subscribers report
/// @param canaries looks at canaries
/// @param launch what this process was started with
/// @param handedOut what clusters were given
public record Parts(
        Source source,
        Writer writer,
        Intake intake,
        TokenIssuer tokens,
        CommitFeed feed,
        Telemetry telemetry,
        CanaryWatch canaries,
        Launch launch,
        HandedOut handedOut,
        InstantSource clock) {}
