package hms.server.register;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.server.assets.AssetRoutes;
import hms.server.assets.Assets;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterRoutesTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static int port;

    @BeforeAll
    static void serve() {
        port = serve(BLOCKING);
    }

    private static int serve(Executor blocking) {
        var router = Router.router(VERTX);
        var assets = Assets.load();
        new AssetRoutes(assets).mount(router);
        new RegisterRoutes(
                        new SampleRegister(),
                        new RegisterSite(
                                () -> URI.create("https://register.example"),
                                SampleRegister.EASTERN),
                        assets,
                        blocking,
                        InstantSource.fixed(SampleRegister.NOW))
                .mount(router);
        HttpServer server =
                VERTX.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
        return server.actualPort();
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
        BLOCKING.close();
    }

    private static HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /register                          | text/html; charset=utf-8            | Rules that bind, and when
                    /register/1/42                     | text/html; charset=utf-8            | 24-hour limit for fine particulate matter
                    /register/1/42?text=clean          | text/html; charset=utf-8            | marked in the text
                    /register/1/42?on=2025-01-01       | text/html; charset=utf-8            | On 1 Jan 2025
                    /register/1/42.json                | application/json; charset=utf-8     | "document_number" : "1-42"
                    /register/1/42.yaml                | application/yaml                    | id: epa-pm25-limit
                    /register/1/42.print.css           | text/css; charset=utf-8             | 1 HMS Reg
                    /register/1/42/proof               | text/plain; charset=utf-8           | c2sp.org/tlog-proof@v1
                    /register/1/42/approval-1.json     | application/json                    | in-toto.io/Statement
                    /register/1/42/approval-1.sig      | text/plain; charset=utf-8           | BEGIN SSH SIGNATURE
                    /register.json?kind=withdrawal     | application/json; charset=utf-8     | "count" : 1
                    /register/feed.atom                | application/atom+xml; charset=utf-8 | <feed xmlns="http://www.w3.org/2005/Atom">
                    /register/agencies                 | text/html; charset=utf-8            | /register?agency=Department+of+Labor
                    /register/dates                    | text/html; charset=utf-8            | In force on a day
                    /register/check                    | text/html; charset=utf-8            | ssh-keygen -Y verify
                    /register/check?document=1-42      | text/html; charset=utf-8            | EPA Chief
                    /register/allowed_signers          | text/plain; charset=utf-8           | ssh-ed25519
                    """)
    void everything_that_a_page_links_to_answers(String path, String type, String part)
            throws Exception {
        var response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(type);
        assertThat(response.body()).contains(part);
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Content-Security-Policy"))
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /register/1/99                     | 404 | There is no 1 HMS Reg. 99.
                    /register/0/1                      | 404 | Volumes and numbers start at 1
                    /register/1/042                    | 404 | Volumes and numbers start at 1
                    /register/1/42/approval-2.sig      | 404 | has no published approval 2
                    /register/1/41/proof               | 404 | no inclusion proof
                    /register/1/41.yaml                | 404 | There is no 1 HMS Reg. 41
                    /register/nowhere                  | 404 | leads nowhere
                    /register/check?document=x         | 404 | Numbers look like 1-42
                    /register/1/42?on=2020-01-01       | 404 | No version of
                    /register/1/42?on=2024-02-30       | 400 | is not a day of the calendar
                    /register/1/42?text=plain          | 400 | There are: marked, clean
                    /register?on=yesterday             | 400 | Write it as 2024-09-03
                    /register?status=broken            | 400 | There are: in-force, later, ended, superseded, withdrawn
                    /register?kind=broken              | 400 | There are: rule, correction, withdrawal
                    /register?page=0                   | 400 | Pages count from 1
                    /register?page=1&page=2            | 400 | give it once
                    """)
    void what_cannot_be_answered_is_said(String path, int status, String part) throws Exception {
        var response = get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(response.body())
                .contains(part)
                .contains("<a href=\"/register\">All documents</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/register/1/99.json", "/register.json?page=x", "/register/nowhere.json"})
    void programs_get_problems_as_json(String path) throws Exception {
        var response = get(path);
        assertThat(response.statusCode()).isBetween(400, 404);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body()).contains("\"title\"").contains("\"detail\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /register?words=1+hms+reg+42        | /register/1/42
                    /register?words=2024-09-03          | /register?on=2024-09-03
                    /register/1/42?on=2024-08-31        | /register/1/17?on=2024-08-31
                    /register/1/17?on=2024-09-01        | /register/1/42?on=2024-09-01
                    """)
    void a_citation_or_a_day_leads_to_what_it_names(String path, String location) throws Exception {
        var response = get(path);
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(header(response, "Location")).isEqualTo(location);
    }

    @Test
    void a_badly_encoded_address_is_refused() throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(
                            "GET /register?words=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                    .getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void a_search_that_is_too_long_is_refused() throws Exception {
        assertThat(get("/register?words=" + "a".repeat(201)).statusCode()).isEqualTo(400);
        assertThat(get("/register?agency=a" + "&agency=a".repeat(60)).statusCode()).isEqualTo(400);
    }

    @Test
    void an_unchanged_page_is_not_sent_again() throws Exception {
        var first = get("/register/1/42");
        var again = get("/register/1/42", "If-None-Match", header(first, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get("/register/1/42", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void head_has_the_headers_alone() throws Exception {
        var head =
                send(
                        HttpRequest.newBuilder(uri("/register/1/42"))
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void nothing_can_be_written() throws Exception {
        var post =
                send(
                        HttpRequest.newBuilder(uri("/register"))
                                .POST(HttpRequest.BodyPublishers.ofString("a=b")));
        assertThat(post.statusCode()).isEqualTo(405);
    }

    @Test
    void pages_that_cannot_be_made_now_say_so() throws Exception {
        int busy =
                serve(
                        task -> {
                            throw new RejectedExecutionException("full");
                        });
        var response =
                CLIENT.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + busy + "/register"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("Too many readers at once");
    }

    @Test
    void a_pages_stylesheet_and_its_fonts_are_there_and_kept_for_ever() throws Exception {
        var page = get("/register").body();
        var sheet = Pattern.compile("href=\"(/assets/hms\\.[0-9a-f]{12}\\.css)\"").matcher(page);
        assertThat(sheet.find()).isTrue();
        var css = get(sheet.group(1));
        assertThat(header(css, "Cache-Control")).contains("immutable");
        assertThat(css.body())
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("@import");
        var fonts = Pattern.compile("url\\(\"([^\"]*)\"\\)").matcher(css.body());
        int count = 0;
        while (fonts.find()) {
            var font = get(fonts.group(1));
            assertThat(font.statusCode()).as(fonts.group(1)).isEqualTo(200);
            assertThat(header(font, "Content-Type")).isEqualTo("font/woff2");
            count++;
        }
        assertThat(count).isEqualTo(8);
        assertThat(get("/assets/hms.css").statusCode()).isEqualTo(404);
        assertThat(get("/assets/../register").statusCode()).isNotEqualTo(500);
    }
}
