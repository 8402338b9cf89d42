package hms.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {

    @ParameterizedTest
    @CsvSource({
        "1, a, 2948",
        "184, bot-17, 5662",
        "184, bot-18, 582",
        "185, bot-17, 3254",
        "184, NCR/007, 3862",
        "7, é, 3036"
    })
    void bucket_is_the_one_that_docs_stream_names(int run, String key, int bucket) {
        assertThat(Bucket.of(run, key)).isEqualTo(bucket);
    }

    @Test
    void readers_fall_into_the_buckets_evenly() {
        var tenths = new int[10];
        IntStream.range(0, 100_000)
                .forEach(i -> tenths[Bucket.of(184, "reader-" + i) * 10 / Bucket.COUNT]++);

        assertThat(IntStream.of(tenths).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9_500, 10_500));
    }

    @Test
    void another_run_begins_with_other_readers() {
        var both =
                IntStream.range(0, 10_000)
                        .filter(i -> Bucket.of(1, "r" + i) < 500 && Bucket.of(2, "r" + i) < 500)
                        .count();

        assertThat(both).isBetween(5L, 60L); // 0.05 × 0.05 × 10,000 = 25
    }
}
