package hms.ledger.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hms.core.state.State;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class StateShapeTest {
    private final TreeMap<String, String> shapes = new TreeMap<>();

    /// A snapshot of another shape must not be read as one of this. If this fails, raise
    /// [StateForm#VERSION] (or [State#FOLD_VERSION], if entries mean something else now), and put
    /// what the test says into `state-shape.txt`.
    @Test
    void the_state_has_the_shape_that_this_version_of_the_form_was_made_for() throws IOException {
        walk(State.class);
        var shape =
                "fold %d, form %d%n".formatted(State.FOLD_VERSION, StateForm.VERSION)
                        + shapes.entrySet().stream()
                                .map(e -> e.getKey() + " " + e.getValue() + "\n")
                                .collect(Collectors.joining());
        try (var golden =
                Objects.requireNonNull(
                        StateShapeTest.class.getResourceAsStream("state-shape.txt"))) {
            assertThat(shape).isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    private void walk(Type type) {
        if (type instanceof ParameterizedType generic) {
            walk(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::walk);
        } else if (type instanceof Class<?> known
                && known.getName().startsWith("hms.")
                && !shapes.containsKey(known.getName())) {
            if (known.isRecord()) {
                var parts = Arrays.asList(known.getRecordComponents());
                shapes.put(
                        known.getName(),
                        parts.stream()
                                .map(p -> p.getName() + ": " + brief(p.getGenericType()))
                                .collect(Collectors.joining(", ", "(", ")")));
                parts.forEach(p -> walk(p.getGenericType()));
            } else if (known.isSealed()) {
                var kinds = Arrays.asList(known.getPermittedSubclasses());
                shapes.put(
                        known.getName(),
                        kinds.stream()
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(" | ")));
                kinds.forEach(this::walk);
            }
        }
    }

    /// Without packages.
    private static String brief(Type type) {
        return type.getTypeName().replaceAll("[a-z]+\\.", "");
    }
}
