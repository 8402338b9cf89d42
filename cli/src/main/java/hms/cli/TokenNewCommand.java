package hms.cli;

import hms.client.ApiRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Issues a token.
@Command(
        name = "hms token new",
        description = "Issues a bearer token, and prints it: the only time that it is shown.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  hms token new --scope policy:deploy --for ci",
            "  hms token new --scope policy:read --for dashboard --expires-in 30d",
            "",
            "Scopes: policy:read policy:submit policy:approve policy:deploy policy:rollback",
            "        audit:read admin"
        })
final class TokenNewCommand extends HmsCommand {
    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            required = true,
            split = ",",
            description = "what its bearer may do; several times for several")
    private List<String> scopes = List.of();

    @Option(names = "--for", paramLabel = "NAME", required = true, description = "its bearer")
    private String bearer = "";

    @Option(
            names = "--policy",
            paramLabel = "ID",
            split = ",",
            description = "only for these policies")
    private List<String> policies = List.of();

    @Option(
            names = "--env",
            paramLabel = "ENV",
            split = ",",
            description = "only for these environments")
    private List<String> environments = List.of();

    @Option(
            names = "--expires-in",
            paramLabel = "SPAN",
            description = "for how long, as in 12h or 30d")
    private @Nullable String expiresIn;

    @Override
    int run(Invocation invocation) {
        var body = JsonNodeFactory.instance.objectNode().put("for", bearer);
        put(body, "scopes", scopes);
        put(body, "policies", policies);
        put(body, "environments", environments.stream().map(DeployOptions::environment).toList());
        if (expiresIn != null) {
            body.put("expiresIn", Expiry.span(expiresIn).toString());
        }
        try (var link = invocation.reachToWrite()) {
            var answer = link.send(ApiRequest.post("/api/tokens").json(body));
            var screen = invocation.screen();
            if (invocation.json()) {
                screen.raw(answer.text());
                return ExitCode.DONE;
            }
            var token = answer.json();
            screen.line(token.path("token").asString(""));
            screen.note("✓ Token " + token.path("id").asString("") + " issued for " + bearer);
            screen.note(
                    "  It is not shown again. Take it back: hms token revoke "
                            + token.path("id").asString(""));
            return ExitCode.DONE;
        }
    }

    private static void put(ObjectNode body, String name, List<String> values) {
        var list = body.putArray(name);
        values.forEach(list::add);
    }
}
