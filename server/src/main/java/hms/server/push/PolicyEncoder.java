package hms.server.push;

import hms.core.state.Line;
import hms.core.state.State;

/// Encodes a policy as it is sent. May block.
@FunctionalInterface
public interface PolicyEncoder {
    Fragment encode(State state, Line line);
}
