package hms.cli;

import static hms.client.ApiRequest.segment;

/// Addresses of the API.
final class Paths {
    private Paths() {}

    static String policy(String id) {
        return "/api/policies/" + segment(id);
    }

    static String version(String id, String version) {
        return policy(id) + "/versions/" + segment(version);
    }

    static String ticket(long number) {
        return "/api/tickets/" + number;
    }

    static String canary(long run) {
        return run(run) + "/canary";
    }

    static String run(long number) {
        return "/api/runs/" + number;
    }

    static String evidence(long number, String stage) {
        return run(number) + "/stages/" + segment(stage) + "/evidence";
    }
}
