package hms.connectors.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.event.EventCodec;
import hms.runs.port.HealthQuery;
import hms.runs.port.HealthReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Asks a Prometheus server an instant query (`/api/v1/query`).
///
/// The query is a condition: it holds if every sample is other than 0, as `… < bool 0.05` answers 1
/// or 0. No sample at all is no answer, and so is an error. A bare comparison (`… < 0.05`) passes
/// on the value itself and answers nothing where it does not hold; so a 0 from one cannot be told
/// from a no, and the answer says to write `bool`.
public final class PrometheusHealth implements HealthQuery {

    private static final Pattern TEXTS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\{[^}]*}");
    private static final Pattern BARE = Pattern.compile("(==|!=|<=|>=|<|>)(?!\\s*bool\\b)(?![=~])");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Post post;

    /// How requests go out.
    public interface Post {
        Reply post(String url, String mediaType, String body) throws IOException;
    }

    public record Reply(int status, String body) {}

    public PrometheusHealth(Post post) {
        this.post = post;
    }

    @Override
    public HealthReading ask(String server, String query) {
        var base = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        try {
            var reply =
                    post.post(
                            base + "/api/v1/query",
                            FORM,
                            "query=" + URLEncoder.encode(query, UTF_8));
            return read(query, reply);
        } catch (IOException e) {
            return unknown("Prometheus: " + e.getMessage());
        }
    }

    private static HealthReading read(String query, Reply reply) {
        try {
            var answer = EventCodec.mapper().readTree(reply.body());
            if (!answer.path("status").asString("").equals("success")) {
                return unknown(
                        "Prometheus answered "
                                + reply.status()
                                + " "
                                + answer.path("error").asString("").lines().findFirst().orElse(""));
            }
            return judged(query, samples(answer.path("data")));
        } catch (JacksonException | NumberFormatException e) {
            return unknown("Prometheus answered " + reply.status() + " with what is no result");
        }
    }

    /// The values of a scalar or of an instant vector.
    private static List<String> samples(JsonNode data) {
        var values = new ArrayList<String>();
        if (data.path("resultType").asString("").equals("scalar")) {
            values.add(data.path("result").path(1).asString(""));
        } else {
            data.path("result").forEach(one -> values.add(one.path("value").path(1).asString("")));
        }
        return values;
    }

    private static HealthReading judged(String query, List<String> values) {
        if (values.isEmpty()) {
            return unknown("Prometheus has no data for the query");
        }
        for (var value : values) {
            if (value.equals("NaN")) {
                return unknown("Prometheus answers NaN");
            }
            boolean isZero = !value.endsWith("Inf") && new BigDecimal(value).signum() == 0;
            if (isZero) {
                return BARE.matcher(TEXTS.matcher(query).replaceAll("")).find()
                        ? unknown(
                                "Prometheus answers 0, which a comparison without `bool` does not"
                                        + " explain; write it as in `< bool 0.05`")
                        : new HealthReading.Ill(
                                "Prometheus answers 0: the condition does not hold");
            }
        }
        return new HealthReading.Well("Prometheus answers " + values.getFirst());
    }

    private static HealthReading unknown(String said) {
        return new HealthReading.Unknown(said.strip());
    }
}
