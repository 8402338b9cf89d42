package hms.server.register;

/// A request that the register cannot answer as asked: the HTTP status, what is wrong, and what to
/// do next.
record Trouble(int status, String title, String detail) {

    static Trouble notFound(String detail) {
        return new Trouble(404, "Nothing is published here", detail);
    }

    static Trouble badRequest(String detail) {
        return new Trouble(400, "This cannot be looked up", detail);
    }

    static Trouble failed() {
        return new Trouble(
                500,
                "The page could not be made",
                "Try again. If it stays so, tell the operator of this register.");
    }

    static Trouble busy() {
        return new Trouble(503, "Too many readers at once", "Try again in a few seconds.");
    }
}
