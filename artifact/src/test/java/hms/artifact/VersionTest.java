package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semver4j.Semver;

class VersionTest {
    @Test
    void precedence_is_that_of_the_standard() {
        var ordered =
                Stream.of(
                                "0.0.0-0",
                                "0.0.0",
                                "0.0.1",
                                "0.1.0",
                                "1.0.0-alpha",
                                "1.0.0-alpha.1",
                                "1.0.0-alpha.beta",
                                "1.0.0-beta",
                                "1.0.0-beta.2",
                                "1.0.0-beta.11",
                                "1.0.0-rc.1",
                                "1.0.0",
                                "1.0.1",
                                "1.1.0-99999999999999999999",
                                "1.1.0-100000000000000000000",
                                "1.1.0",
                                "2.0.0",
                                "10.0.0")
                        .map(Version::of)
                        .toList();
        assertThat(ordered).isSorted();
        assertThat(ordered).doesNotHaveDuplicates();
        assertThat(
                        new ArrayList<>(ordered)
                                .stream().sorted((a, b) -> b.compareTo(a)).toList().get(0))
                .isEqualTo(Version.of(10, 0, 0));
    }

    @Test
    void build_metadata_has_no_part_in_precedence_but_makes_another_version() {
        assertThat(Version.of("1.0.0+a"))
                .isEqualByComparingTo(Version.of("1.0.0+b"))
                .isNotEqualTo(Version.of("1.0.0+b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0",
                "1.2.3",
                "1.0.0-alpha.1",
                "1.0.0--",
                "1.0.0-0a",
                "1.0.0+001",
                "1.0.0-a-b.c-d+e-f.0",
                "999999999999999.0.0"
            })
    void version_is_written_as_it_was_read(String text) {
        assertThat(Version.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2, 'has two parts, not three'",
        "1, 'has one part, not three'",
        "v1.2.3, 'begins with \"v\"'",
        "01.2.3, has a number with a leading zero",
        "1.2.3-01, has a number with a leading zero",
        "'', is empty",
        "1.2.x, is not a Semantic Versioning 2.0.0 version",
    })
    void what_is_wrong_is_said(String text, String problem) {
        assertThatThrownBy(() -> Version.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("2.0.0");
    }

    @ParameterizedTest
    @CsvSource({"MAJOR, 2.0.0", "MINOR, 1.3.0", "PATCH, 1.2.4"})
    void next_version_drops_what_follows(Bump bump, String next) {
        assertThat(Version.of("1.2.3-rc.1+build").next(bump)).hasToString(next);
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 20).boxed();
    }

    /// Another implementation of the standard as the judge.
    @ParameterizedTest
    @MethodSource("seeds")
    void random_versions_are_read_and_ordered_as_by_semver4j(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++) {
            var a = text(random);
            var b = text(random);
            assertThat(Version.parse(a).isPresent()).describedAs(a).isEqualTo(Semver.isValid(a));
            if (Semver.isValid(a) && Semver.isValid(b)) {
                assertThat(Integer.signum(Version.of(a).compareTo(Version.of(b))))
                        .describedAs("%s and %s", a, b)
                        .isEqualTo(Integer.signum(new Semver(a).compareTo(new Semver(b))));
            }
        }
    }

    private static String text(Random random) {
        var parts = List.of("0", "1", "2", "10", "1", "0", "01", "a", "");
        var text = new StringBuilder();
        for (var i = 0; i < 3; i++) {
            text.append(i == 0 ? "" : ".")
                    .append(parts.get(random.nextInt(random.nextInt(4) == 0 ? parts.size() : 4)));
        }
        var identifiers = List.of("alpha", "1", "11", "2", "a-b", "0", "00", "rc", "0a", "");
        if (random.nextBoolean()) {
            text.append('-').append(identifiers.get(random.nextInt(identifiers.size())));
            if (random.nextBoolean()) {
                text.append('.').append(identifiers.get(random.nextInt(identifiers.size())));
            }
        }
        return text.toString();
    }
}
