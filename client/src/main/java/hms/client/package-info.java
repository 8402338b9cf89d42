/// What a program needs to talk to a server.
///
/// Start at [hms.client.HmsApi]: one request ([hms.client.ApiRequest]) gets one
/// [hms.client.Answer]; a "no" is an [hms.client.ApiRefused] that carries the server's
/// [hms.client.Problem], no answer at all an [hms.client.ApiUnreachable]. Server-sent events are
/// read through [hms.client.EventStream], which takes itself up again after a break.
@NullMarked
package hms.client;

import org.jspecify.annotations.NullMarked;
