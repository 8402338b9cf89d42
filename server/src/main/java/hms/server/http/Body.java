package hms.server.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A request's body while it comes in: so many bytes and no more, and all bodies together no more
/// than the budget. Lives on one event loop.
final class Body {

    private final int limit;
    private final AtomicLong budget;
    private final List<byte[]> parts = new ArrayList<>();
    private int length;
    private boolean released;

    /// @param limit bytes
    /// @param budget bytes that are left for all bodies together
    Body(int limit, AtomicLong budget) {
        this.limit = limit;
        this.budget = budget;
    }

    /// Adds what came.
    ///
    /// @throws Refused it is too much
    void add(Buffer part) {
        var bytes = part.getBytes();
        if (bytes.length > limit - length) {
            throw tooLarge(limit);
        }
        if (budget.addAndGet(-bytes.length) < 0) {
            budget.addAndGet(bytes.length);
            throw new Refused(Problems.busy());
        }
        length += bytes.length;
        parts.add(bytes);
    }

    static Refused tooLarge(int limit) {
        return new Refused(
                Problem.of(
                        413,
                        "too-large",
                        "The body is larger than " + limit + " bytes.",
                        "Send less, or in several requests."));
    }

    /// What came.
    Content content() {
        return new Content(List.copyOf(parts), length);
    }

    /// Gives its share of the budget back. From any thread, once it is not used any more.
    synchronized void release() {
        if (!released) {
            released = true;
            budget.addAndGet(length);
        }
    }
}
