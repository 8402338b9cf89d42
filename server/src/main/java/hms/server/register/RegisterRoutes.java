package hms.server.register;

import hms.server.assets.Assets;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Answers requests for the register. Everyone may read it; nothing here writes.
public final class RegisterRoutes {

    private static final System.Logger LOG = System.getLogger(RegisterRoutes.class.getName());

    private static final String DOCUMENT = "/register/(?<volume>[0-9]{1,6})/(?<number>[0-9]{1,9})";

    /// Nothing but our own stylesheet, fonts and pictures; no script at all, no framing, forms only
    /// to ourselves.
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final Reader reader;
    private final Executor blocking;

    /// `blocking` runs what reads the source and makes pages, away from the event loops.
    public RegisterRoutes(
            RegisterSource source,
            RegisterSite site,
            Assets assets,
            Executor blocking,
            InstantSource clock) {
        this.reader = new Reader(source, site, new RegisterPages(site, assets), clock);
        this.blocking = blocking;
    }

    /// Adds the register under `/register` and `/register.json`. The pages' stylesheet and fonts
    /// have routes of their own, [hms.server.assets.AssetRoutes].
    public void mount(Router router) {
        answer(router.route("/register"), reader::list);
        answer(router.route("/register.json"), reader::listJson);
        answer(router.route("/register/feed.atom"), reader::feed);
        answer(router.route("/register/agencies"), reader::agencies);
        answer(router.route("/register/dates"), reader::dates);
        answer(router.route("/register/check"), reader::check);
        answer(router.route("/register/allowed_signers"), reader::allowedSigners);
        document(router, "", reader::document);
        document(router, "\\.json", reader::documentJson);
        document(router, "\\.yaml", reader::exactBytes);
        document(router, "\\.print\\.css", reader::printSheet);
        document(router, "/proof", reader::proof);
        approval(router, "json", reader::statement);
        approval(router, "sig", reader::signature);
        answer(
                router.route("/register/*"),
                question -> {
                    throw new Refused(
                            Trouble.notFound(
                                    "This address leads nowhere. Look for a document by words in the list."));
                });
    }

    private void document(
            Router router, String form, BiFunction<DocumentRef, Question, Answer> answer) {
        read(
                router.routeWithRegex(DOCUMENT + form),
                context -> {
                    var ref = ref(context);
                    var question = question(context);
                    return () -> answer.apply(ref, question);
                });
    }

    private void approval(
            Router router, String form, BiFunction<DocumentRef, Integer, Answer> answer) {
        read(
                router.routeWithRegex(
                        DOCUMENT + "/approval-(?<approval>[1-9][0-9]{0,3})\\." + form),
                context -> {
                    var ref = ref(context);
                    int approval = Integer.parseInt(pathParam(context, "approval"));
                    return () -> answer.apply(ref, approval);
                });
    }

    private void answer(Route route, Function<Question, Answer> answer) {
        read(
                route,
                context -> {
                    var question = question(context);
                    return () -> answer.apply(question);
                });
    }

    private static DocumentRef ref(RoutingContext context) {
        return DocumentRef.of(pathParam(context, "volume"), pathParam(context, "number"))
                .orElseThrow(
                        () ->
                                new Refused(
                                        Trouble.notFound(
                                                "Volumes and numbers start at 1, without zeros before them.")));
    }

    private static String pathParam(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    private static Question question(RoutingContext context) {
        try {
            return new Question(context.queryParams());
        } catch (RuntimeException undecodable) {
            throw new Refused(Trouble.badRequest("The address after “?” is not properly encoded."));
        }
    }

    /// What answers a request once its parts have been read on the event loop.
    @FunctionalInterface
    private interface Work {
        Answer answer();
    }

    private void read(Route route, Function<RoutingContext, Work> prepare) {
        route.method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(
                        context -> {
                            var work = prepared(context, prepare);
                            boolean asJson = context.normalizedPath().endsWith(".json");
                            var loop = context.vertx().getOrCreateContext();
                            try {
                                blocking.execute(
                                        () -> {
                                            var answer = guarded(work, asJson);
                                            var tag = tag(answer);
                                            loop.runOnContext(_ -> send(context, answer, tag));
                                        });
                            } catch (RejectedExecutionException full) {
                                var answer = reader.trouble(Trouble.busy(), asJson);
                                send(context, answer, tag(answer));
                            }
                        });
    }

    private static Work prepared(RoutingContext context, Function<RoutingContext, Work> prepare) {
        try {
            return prepare.apply(context);
        } catch (Refused refused) {
            return () -> {
                throw refused;
            };
        }
    }

    private Answer guarded(Work work, boolean asJson) {
        try {
            return work.answer();
        } catch (Refused refused) {
            return reader.trouble(refused.trouble(), asJson);
        } catch (RuntimeException | StackOverflowError fault) {
            LOG.log(Level.ERROR, "A page of the register could not be made", fault);
            return reader.trouble(Trouble.failed(), asJson);
        }
    }

    private static void send(RoutingContext context, Answer answer, String tag) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader(
                        "Content-Security-Policy",
                        answer.isPage() ? PAGE_POLICY : "default-src 'none'; sandbox");
        if (!answer.isPage()) {
            response.putHeader("Access-Control-Allow-Origin", "*");
        }
        if (!answer.location().isEmpty()) {
            response.setStatusCode(answer.status()).putHeader("Location", answer.location()).end();
            return;
        }
        if (answer.status() == 200) {
            response.putHeader("ETag", tag).putHeader("Cache-Control", "no-cache");
            if (tag.equals(context.request().getHeader("If-None-Match"))) {
                response.setStatusCode(304).end();
                return;
            }
        } else {
            response.putHeader("Cache-Control", "no-store");
        }
        response.setStatusCode(answer.status()).putHeader("Content-Type", answer.mediaType());
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(answer.body().length())).end();
        } else {
            response.end(answer.body());
        }
    }

    private static String tag(Answer answer) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(answer.body().getBytes());
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
