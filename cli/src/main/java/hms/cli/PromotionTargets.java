package hms.cli;

import hms.client.ApiRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The environments that a release goes up through, lowest first.
///
/// @param names as the server has them
record PromotionTargets(List<String> names) {
    private static final String PRODUCTION = "production";

    PromotionTargets {
        names = List.copyOf(names);
    }

    /// `staging,preprod,prod`, each once.
    static PromotionTargets parse(String text) {
        var names =
                Arrays.stream(text.split(",", -1)).map(String::strip).map(PromotionTargets::name);
        var list = names.toList();
        if (list.stream().anyMatch(String::isEmpty)
                || list.stream().distinct().count() != list.size()) {
            throw Failure.usage(
                    "--targets takes environments, each once, and not \"" + text + "\".",
                    "Write them like staging,preprod,prod.");
        }
        return new PromotionTargets(list);
    }

    private static String name(String text) {
        return text.equals("pre-prod") ? "preprod" : DeployOptions.environment(text);
    }

    /// An environment as people are told of it.
    static String shown(String environment) {
        return switch (environment) {
            case "preprod" -> "pre-prod";
            case PRODUCTION -> "prod";
            case String other -> other;
        };
    }

    String last() {
        return names.getLast();
    }

    /// Where a release stands when nothing is known: on its way to the first.
    String first() {
        return names.getFirst();
    }

    /// Refuses a way up that the server does not have.
    void require(Link link) {
        var known = new ArrayList<String>();
        link.send(ApiRequest.get("/api/environments"))
                .json()
                .path("environments")
                .forEach(environment -> known.add(environment.path("name").asString("")));
        var order = String.join(", ", known);
        int before = -1;
        for (var name : names) {
            int at = known.indexOf(name);
            if (at < 0) {
                throw Failure.refused(
                        "There is no environment " + name + ".",
                        "The server has, from the lowest: " + order + ". Nothing was done.");
            }
            if (at <= before) {
                throw Failure.refused(
                        "A release goes up, and %s does not come after %s."
                                .formatted(name, known.get(before)),
                        "The server's order is " + order + ". Nothing was done.");
            }
            before = at;
        }
        var below = known.subList(0, known.indexOf(last()));
        if (last().equals(PRODUCTION) && !names.containsAll(below)) {
            throw Failure.refused(
                    "Production comes after " + String.join(", ", below) + ".",
                    "Name them all: --targets " + order + ". Nothing was done.");
        }
    }
}
