package hms.server.http;

import hms.artifact.PolicyId;
import hms.artifact.Version;
import hms.core.command.Caller;
import hms.core.state.EnvironmentId;
import hms.core.state.State;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A request that passed the door: what an API makes its answer from.
///
/// @param caller who asks; [Door#NOBODY] where no token was needed
/// @param path parameters of the path
/// @param query parameters of the query
/// @param headers those that an API may ask for, by their lower-case names
/// @param mediaType of the body; empty if there is none
/// @param body exact bytes
/// @param state as of the last durable batch
record Call(
        Caller caller,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        String mediaType,
        Content body,
        State state,
        Instant now) {

    String path(String name) {
        return Objects.requireNonNull(path.get(name), name);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    PolicyId policy() {
        var text = path("id");
        return PolicyId.parse(text)
                .orElseThrow(
                        () ->
                                bad(
                                        "path id",
                                        "The policy id "
                                                + Quote.of(text)
                                                + " "
                                                + PolicyId.problem(text).orElse("is none")
                                                + ".",
                                        "Write 1 to 63 letters a-z, digits and hyphens."));
    }

    Version version(String place, String text) {
        return Version.parse(text)
                .orElseThrow(
                        () ->
                                bad(
                                        place,
                                        Quote.of(text) + " is not a version.",
                                        "Write it as in 2.0.0 (SemVer 2.0.0)."));
    }

    /// The environment that the query names, `production` if it names none.
    EnvironmentId environment() {
        return query("env")
                .map(text -> environment("query env", text))
                .orElse(EnvironmentId.PRODUCTION);
    }

    static EnvironmentId environment(String place, String text) {
        try {
            return new EnvironmentId(text);
        } catch (IllegalArgumentException e) {
            throw bad(
                    place,
                    Quote.of(text) + " is not the name of an environment.",
                    "Write [a-z][a-z0-9-]{0,31}, such as production.");
        }
    }

    /// The environment, refused where there is none of that name.
    EnvironmentId existing(EnvironmentId environment) {
        if (state.configuration().environment(environment).isEmpty()) {
            throw new Refused(
                    Problems.notFound(
                            "no-such-environment",
                            "There is no environment " + environment + ".",
                            "Environments here: "
                                    + String.join(
                                            ", ",
                                            state.configuration().inOrder().stream()
                                                    .map(e -> e.id().value())
                                                    .toList())));
        }
        return environment;
    }

    int run() {
        return number("path n", path("n"), 1, Integer.MAX_VALUE);
    }

    OptionalInt number(String name, int least, int most) {
        return query(name).isPresent()
                ? OptionalInt.of(number("query " + name, query(name).get(), least, most))
                : OptionalInt.empty();
    }

    static int number(String place, String text, int least, int most) {
        long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw bad(
                    place,
                    Quote.of(text) + " is not a number from " + least + " to " + most + ".",
                    "Write digits only.");
        }
        return (int) number;
    }

    boolean flag(String name) {
        var text = query(name).orElse("false");
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                    throw bad(
                            "query " + name,
                            Quote.of(text) + " is neither true nor false.",
                            "Write " + name + "=true, or leave it out.");
        };
    }

    /// Refused where the token is limited to other policies or environments.
    void mayTouch(PolicyId policy, EnvironmentId environment) {
        mayTouch(policy);
        if (!caller.mayTouch(environment)) {
            throw new Refused(Problems.outsideToken("the environment " + environment));
        }
    }

    void mayTouch(PolicyId policy) {
        if (!caller.mayTouch(policy)) {
            throw new Refused(Problems.outsideToken("the policy " + policy));
        }
    }

    static Refused bad(String place, String detail, String remedy) {
        return new Refused(Problems.malformed("bad-parameter", detail, remedy).at(place));
    }
}
