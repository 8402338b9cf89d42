/// What a program needs to talk to a server. `docs/sdk.md` says how to use it.
///
/// **To read live values**, start at [hms.client.HmsClient]: it gives [hms.client.Policy] and
/// [hms.client.Held] handles. Behind them:
///
/// ```
/// Subscription ─► Session ─────────────────────────► hms.client.live ─► Policy, Held
/// one connection   verify, validate, try to load,     what is read
/// after another    swap, keep on disk, report
///   SseLine, SocketLine                               Reports ─► POST /api/telemetry
/// ```
///
/// [hms.client.ClientPool] holds the threads, and what many clients can share;
/// [hms.client.TestHmsClient] stands in for all of it in tests.
///
/// **To deploy**, start at [hms.client.PolicyDeploymentService]: a [hms.client.Release] of
/// [hms.client.PolicyFile]s, approved by a [hms.client.Signer], becomes a run and a
/// [hms.client.DeploymentResult].
///
/// **For anything else**, start at [hms.client.HmsApi]: one request ([hms.client.ApiRequest]) gets
/// one [hms.client.Answer]; a "no" is an [hms.client.ApiRefused] that carries the server's
/// [hms.client.Problem], no answer at all an [hms.client.ApiUnreachable]. Server-sent events are
/// read through [hms.client.EventStream], which takes itself up again after a break.
@NullMarked
package hms.client;

import org.jspecify.annotations.NullMarked;
