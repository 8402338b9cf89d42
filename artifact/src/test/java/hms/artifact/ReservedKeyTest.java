package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedKeyTest {
    @ParameterizedTest
    @CsvSource({
        "efective, EFFECTIVE",
        "effectiv, EFFECTIVE",
        "effectives, EFFECTIVE",
        "effecitve, EFFECTIVE",
        "effactive, EFFECTIVE",
        "Effective, EFFECTIVE",
        "ids, ID",
        "di, ID",
        "test, TESTS",
        "tag, TAGS",
        "rule, RULES",
        "use, USES",
        "TITLE, TITLE",
    })
    void slip_of_one_edit_is_recognised(String slip, ReservedKey meant) {
        assertThat(ReservedKey.nearest(slip)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit",
                "units",
                "cap",
                "share",
                "currency",
                "a",
                "d",
                "titel_x",
                "efectiv",
                "first_person",
                "age_limit",
                "basis",
                "rate",
                "tier"
            })
    void names_of_values_are_left_alone(String name) {
        assertThat(ReservedKey.nearest(name)).isEmpty();
    }

    /// Whoever copies an example from the reference gets an artifact.
    @ParameterizedTest
    @EnumSource
    void example_of_every_key_can_be_parsed(ReservedKey key) {
        assertThat(ReservedKey.of(key.key())).isEqualTo(Optional.of(key));
        assertThat(key.meaning()).isNotBlank().doesNotEndWith(".");
        var head =
                (key == ReservedKey.ID ? "" : "id: a\n")
                        + (key == ReservedKey.VERSION ? "" : "version: 2.0.0\n");
        var effective = key == ReservedKey.RETROACTIVE ? "effective: 2020-01-01\n" : "";
        Documents.yaml(head + effective + key.key() + ": " + key.example() + "\n");
    }

    @Test
    void only_id_and_version_are_required() {
        assertThat(ReservedKey.values())
                .filteredOn(ReservedKey::required)
                .containsExactly(ReservedKey.ID, ReservedKey.VERSION);
    }
}
