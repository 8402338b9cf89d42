package hms.server.http;

import hms.core.command.Caller;
import hms.core.state.State;
import hms.trust.Verdict;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The life of one request: what it asks for, who asks, its body, the work, the answer. Everything
/// but the work happens on the request's event loop.
final class Exchange {

    /// A body has to be here within this time, and a second more for each MiB that is allowed.
    private static final long BODY_MS = 30_000;

    /// So much of a refused body is read and thrown away, so that its sender hears the answer.
    private static final long DISCARDED = 128L << 20;

    private final Front front;
    private final HttpServerRequest request;
    private final Context context;
    private final long begun = System.nanoTime();

    private @Nullable Route route;
    private Map<String, String> path = Map.of();
    private Map<String, String> query = Map.of();
    private Map<String, String> headers = Map.of();
    private @Nullable Body body;

    Exchange(Front front, HttpServerRequest request, Context context) {
        this.front = front;
        this.request = request;
        this.context = context;
    }

    /// Reads the head of the request, and goes on to who asks.
    void begin() {
        front.connections().asked(request.connection());
        try {
            Door.requireSound(request);
            var target =
                    Target.parse(
                            Optional.ofNullable(request.path()).orElse(""),
                            Optional.ofNullable(request.query()));
            switch (front.routes().lead(request.method().name(), target)) {
                case Routes.Lead.To to -> enter(to.found(), target);
                case Routes.Lead.OtherMethods other -> throw otherMethods(other.methods());
                case Routes.Lead.Nowhere _ -> {
                    answered();
                    front.site().handle(request);
                }
            }
        } catch (Refused refused) {
            refuse(refused.problem());
        }
    }

    private Refused otherMethods(Set<String> methods) {
        var allowed = String.join(", ", methods);
        return new Refused(
                Problem.of(
                                405,
                                "method-not-allowed",
                                "Here is nothing to " + Quote.plain(request.method().name()) + ".",
                                "Use " + allowed + ".")
                        .header("Allow", allowed));
    }

    private void enter(Routes.Found found, Target target) {
        route = found.route();
        path = found.path();
        query = target.query();
        headers = Door.headers(request);
        for (var name : query.keySet()) {
            if (!found.route().query().contains(name)) {
                throw new Refused(
                        Problems.malformed(
                                        "unknown-parameter",
                                        "There is no parameter " + Quote.of(name) + " here.",
                                        found.route().query().isEmpty()
                                                ? "Leave it out."
                                                : "There are "
                                                        + String.join(
                                                                ", ",
                                                                found.route().query().stream()
                                                                        .sorted()
                                                                        .toList())
                                                        + ".")
                                .at("query " + Quote.plain(name)));
            }
        }
        Door.requireAcceptable(found.route(), Optional.ofNullable(headers.get("accept")));
        identify(found.route());
    }

    /// Says who asks, from memory if the token was seen before, on a worker otherwise.
    private void identify(Route to) {
        var token = Door.token(request);
        boolean needed =
                switch (to.access()) {
                    case Access.Anyone _ -> false;
                    case Access.Holder _ -> true;
                    case Access.HolderUnlessOpen _ -> token.isPresent();
                    case Access.Actor _ -> true;
                    case Access.LocalOrHolder _ -> token.isPresent() || !isLocal();
                };
        if (!needed) {
            receive(to, Door.NOBODY);
            return;
        }
        if (token.isEmpty()) {
            throw new Refused(Problems.noToken());
        }
        var state = front.state();
        var known = front.bearers().known(token.get(), state, front.now(state));
        if (known != null) {
            admit(to, known);
            return;
        }
        request.pause();
        work(() -> verify(to, token.get(), state));
    }

    /// Whether the request was made on this machine, and not passed on by a proxy on it.
    private boolean isLocal() {
        var peer = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        return (peer.equals("127.0.0.1") || peer.equals("0:0:0:0:0:0:0:1") || peer.equals("::1"))
                && !request.headers().contains("Forwarded")
                && !request.headers().contains("X-Forwarded-For");
    }

    private void verify(Route to, String token, State state) {
        switch (front.bearers().identify(token, state, front.now(state))) {
            case Verdict.Accepted<Caller> accepted ->
                    context.runOnContext(_ -> resumed(to, accepted.value()));
            case Verdict.Refused<Caller> refused -> {
                front.record(Door.STRANGER, "invalid-token", subject(to));
                context.runOnContext(_ -> refuse(Problems.badToken(refused.reason())));
            }
        }
    }

    private void resumed(Route to, Caller caller) {
        try {
            admit(to, caller);
        } catch (Refused refused) {
            refuse(refused.problem());
        }
    }

    /// Asks for the scope, where the door is to ask.
    private void admit(Route to, Caller caller) {
        var scope =
                switch (to.access()) {
                    case Access.Holder holder -> Optional.of(holder.scope());
                    case Access.LocalOrHolder holder -> Optional.of(holder.scope());
                    case Access.Anyone _ -> Optional.<hms.core.state.Scope>empty();
                    case Access.HolderUnlessOpen _ -> Optional.<hms.core.state.Scope>empty();
                    case Access.Actor _ -> Optional.<hms.core.state.Scope>empty();
                };
        if (scope.isEmpty() || caller.may(scope.get())) {
            receive(to, caller);
            return;
        }
        request.pause();
        work(
                () -> {
                    front.record(caller, "missing-scope", subject(to));
                    context.runOnContext(_ -> refuse(Problems.missingScope(scope.get())));
                });
    }

    private static String subject(Route to) {
        return to.method() + " " + to.template();
    }

    /// Receives the body, if there is one to receive.
    private void receive(Route to, Caller caller) {
        boolean hasBody =
                request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                        || !"0"
                                .equals(
                                        Optional.ofNullable(
                                                        request.getHeader(
                                                                HttpHeaders.CONTENT_LENGTH))
                                                .orElse("0"));
        int limit = Door.limit(to, headers, hasBody);
        if (!hasBody) {
            request.resume();
            perform(to, caller, Content.NONE);
            return;
        }
        if (announced() > limit) {
            throw Body.tooLarge(limit);
        }
        var coming = new Body(limit, front.bodyBudget());
        body = coming;
        var late = front.vertx().setTimer(BODY_MS + (limit >> 10), _ -> tooLate());
        request.exceptionHandler(
                _ -> {
                    front.vertx().cancelTimer(late);
                    coming.release();
                });
        request.handler(
                part -> {
                    try {
                        coming.add(part);
                    } catch (Refused refused) {
                        front.vertx().cancelTimer(late);
                        request.endHandler(null);
                        coming.release();
                        refuse(refused.problem());
                    }
                });
        request.endHandler(
                _ -> {
                    front.vertx().cancelTimer(late);
                    perform(to, caller, coming.content());
                });
        request.resume();
    }

    private long announced() {
        var text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private void tooLate() {
        refuse(
                Problem.of(
                        408,
                        "too-slow",
                        "The body did not come in time.",
                        "Send it again, faster or in smaller parts."));
        request.connection().close();
    }

    private void perform(Route to, Caller caller, Content content) {
        var state = front.state();
        var call =
                new Call(
                        caller,
                        path,
                        query,
                        headers,
                        content.isEmpty() ? "" : Door.mediaType(headers),
                        content,
                        state,
                        front.now(state));
        work(
                () -> {
                    var response = answer(to, call);
                    context.runOnContext(_ -> deliver(response));
                });
    }

    private Response answer(Route to, Call call) {
        try {
            return to.handler().answer(call);
        } catch (Refused refused) {
            if (refused.isToBeRecorded()) {
                front.record(call.caller(), refused.problem().code(), subject(to));
            }
            return Response.of(refused.problem());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
            return Response.of(Problems.of(fault));
        } finally {
            if (body != null) {
                body.release();
            }
        }
    }

    private void deliver(Response response) {
        switch (response) {
            case Response.Whole whole -> send(whole);
            case Response.OnceSettled settled -> deliverOnceSettled(settled);
            case Response.RunEvents events ->
                    front.streams().open(context, request, events, this::answered);
            case Response.LiveStream stream -> subscribe(stream);
        }
    }

    private void subscribe(Response.LiveStream stream) {
        long waited = System.nanoTime() - begun;
        if (!request.response().closed()) {
            front.liveStreams()
                    .open(request, stream)
                    .ifPresentOrElse(
                            this::send,
                            () -> front.metrics().answered("GET", "/api/stream", 200, waited));
        }
    }

    private void deliverOnceSettled(Response.OnceSettled asked) {
        if (asked.patience().isZero()) {
            work(() -> deliverRun(asked));
            return;
        }
        var wait =
                new RunWait(
                        context,
                        front.feed(),
                        front::state,
                        asked,
                        () -> work(() -> deliverRun(asked)));
        request.response().closeHandler(_ -> wait.cancel());
    }

    private void deliverRun(Response.OnceSettled asked) {
        Response.Whole answer;
        try {
            var acted = front.runs().acted(asked.run(), asked.ledger());
            boolean settled =
                    !asked.patience().isZero()
                            && !hms.server.view.RunReads.isUnderWay(front.state(), asked.run());
            answer =
                    new Response.Whole(
                            settled ? 200 : 202,
                            "application/json",
                            hms.server.view.Json.bytes(acted),
                            asked.headers());
        } catch (RuntimeException fault) {
            answer = Response.of(Problems.of(fault));
        }
        var whole = answer;
        context.runOnContext(_ -> send(whole));
    }

    /// Has something done that blocks.
    private void work(Runnable task) {
        try {
            front.workers()
                    .execute(
                            () -> {
                                try {
                                    task.run();
                                } catch (RuntimeException fault) {
                                    var problem = Problems.of(fault);
                                    context.runOnContext(_ -> refuse(problem));
                                }
                            });
        } catch (RejectedExecutionException e) {
            if (body != null) {
                body.release();
            }
            refuse(Problems.busy());
        }
    }

    /// Answers with a problem before the request was read to its end, perhaps: what still comes is
    /// thrown away, and if that is too much, the connection is closed.
    private void refuse(Problem problem) {
        send(Response.of(problem));
        if (!request.isEnded()) {
            var left = new long[] {DISCARDED};
            request.handler(
                    part -> {
                        left[0] -= part.length();
                        if (left[0] < 0) {
                            request.connection().close();
                        }
                    });
            request.resume();
        }
    }

    private void send(Response.Whole whole) {
        var to = route;
        front.metrics()
                .answered(
                        to == null ? "other" : to.method(),
                        to == null ? "other" : to.template(),
                        whole.status(),
                        System.nanoTime() - begun);
        front.answering().send(request, whole);
        answered();
    }

    private void answered() {
        front.connections().answered(request.connection());
    }
}
