package hms.cli;

import hms.client.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Asks a rule.
@Command(
        name = "hms evaluate",
        description =
                "Asks a rule of a policy, as in force now or on another day. The answer is the first"
                        + " line.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms evaluate epa-pm25-limit violation reading=25.1",
            "  hms evaluate chip-income-cap eligible --on 2021-03-31 \\",
            "      income=50508.01 household=3 age=7 state=KS",
            "",
            "A value is a number, true, false, or a text; NAME='\"25\"' is a text."
        })
final class EvaluateCommand extends HmsCommand {
    private static final JsonMapper EXACT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    @Parameters(index = "0", paramLabel = "ID", description = "the policy")
    private String id = "";

    @Parameters(index = "1", paramLabel = "RULE", description = "its rule")
    private String rule = "";

    @Parameters(index = "2..*", paramLabel = "NAME=VALUE", description = "what it is asked with")
    private List<String> inputs = List.of();

    @Option(names = "--on", paramLabel = "DATE", description = "the day, or instant, of the answer")
    private @Nullable String on;

    @Option(
            names = "--env",
            paramLabel = "ENV",
            defaultValue = "production",
            description = "the environment (production)")
    private String environment = "";

    @Override
    int run(Invocation invocation) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("rule", rule);
        body.set("inputs", inputs());
        body.put("env", DeployOptions.environment(environment));
        if (on != null) {
            body.put("on", on);
        }
        var path = Paths.policy(VersionName.id(id).text()) + "/evaluate";
        try (var link = invocation.reach()) {
            var answer = link.send(ApiRequest.post(path).json(body));
            if (invocation.json()) {
                invocation.screen().raw(answer.text());
            } else {
                tell(invocation.screen(), answer.json());
            }
            return ExitCode.DONE;
        }
    }

    private ObjectNode inputs() {
        var object = JsonNodeFactory.instance.objectNode();
        for (var input : inputs) {
            var equals = input.indexOf('=');
            if (equals < 1) {
                throw Failure.usage(
                        "\"" + input + "\" is not NAME=VALUE.", "Write it like reading=25.1.");
            }
            var name = input.substring(0, equals);
            if (object.has(name)) {
                throw Failure.usage("The input " + name + " is given twice.", "Give it once.");
            }
            object.set(name, value(input.substring(equals + 1)));
        }
        return object;
    }

    /// JSON where it is that, a text where it is not.
    private static JsonNode value(String text) {
        try {
            var value = EXACT.readTree(text);
            return value.isMissingNode() ? JsonNodeFactory.instance.stringNode(text) : value;
        } catch (JacksonException _) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }

    private static void tell(Screen screen, JsonNode answer) {
        screen.line(ChangeText.text(answer.path("value")));
        var uses = new ArrayList<String>();
        answer.path("uses")
                .properties()
                .forEach(use -> uses.add(use.getKey() + " = " + use.getValue().asString("")));
        screen.line(
                Ink.QUIET.of(
                        "%s@%s %s, on %s%s"
                                .formatted(
                                        answer.path("id").asString(""),
                                        answer.path("version").asString(""),
                                        answer.path("rule").asString(""),
                                        answer.path("on").asString(""),
                                        uses.isEmpty()
                                                ? ""
                                                : "; uses " + String.join(", ", uses))));
    }
}
