package hms.server.view;

import hms.core.event.Recorded;
import hms.core.state.State;
import hms.runs.content.Library;
import java.util.HashMap;
import java.util.Map;

/// Names of principals, for one answer. They are in blobs, because they may have to be erased; an
/// erased one is shown by its id.
public final class Names {

    private final State state;
    private final Library library;
    private final Map<String, String> known = new HashMap<>();

    public Names(State state, Library library) {
        this.state = state;
        this.library = library;
    }

    /// @param principal opaque id
    public String of(String principal) {
        return known.computeIfAbsent(principal, this::read);
    }

    private String read(String principal) {
        if (principal.equals(Recorded.SYSTEM)) {
            return "HMS-SVC";
        }
        return state.identity().nameOf(principal).flatMap(library::text).orElse(principal);
    }
}
