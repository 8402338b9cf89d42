package hms.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {

    @ParameterizedTest
    @CsvSource({
        "tile/0/000, 0, 0, 256",
        "tile/0/067, 0, 67, 256",
        "tile/0/x001/067, 0, 1067, 256",
        "tile/2/x001/x234/067, 2, 1234067, 256",
        "tile/1/000.p/17, 1, 0, 17",
        "tile/0/x999/999.p/255, 0, 999999, 255",
        "tile/63/000.p/1, 63, 0, 1",
        "tile/entries/000, -1, 0, 256",
        "tile/entries/x001/000.p/40, -1, 1000, 40",
        "tile/0/x009/x223/x372/x036/x854/x775/807, 0, 9223372036854775807, 256"
    })
    void canonical_paths_are_read_and_written(String path, int level, long index, int width) {
        var expected = new TilePath(level, index, width);
        assertThat(TilePath.parse(path)).isEqualTo(expected);
        assertThat(expected).hasToString(path);
        assertThat(expected.isEntries()).isEqualTo(level < 0);
        assertThat(expected.isPartial()).isEqualTo(width < 256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001/x002",
                "tile/0/X001/002",
                "tile/0/x1/002",
                "tile/0/-01",
                "tile/0/+01",
                "tile/0/٠٠١",
                "tile/00/000",
                "tile/-1/000",
                "tile/64/000",
                "tile/99999999999999999999/000",
                "tile/x/000",
                "tile/Entries/000",
                "tile/0/000.p",
                "tile/0/000.p/",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/-1",
                "tile/0/000.p/1/",
                "tile/0/000.p/1.p/1",
                "tile/0/../000",
                "tile/0/x001/../000",
                "tile/0/000\n",
                "tile/0/000?x",
                "tile/0/x010/x223/x372/x036/x854/x775/808"
            })
    void other_paths_are_refused(String path) {
        assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "70000, 0, 272, 256",
        "70000, 0, 273, 112",
        "70000, 0, 274, 0",
        "70000, 1, 0, 256",
        "70000, 1, 1, 17",
        "70000, 2, 0, 1",
        "70000, 3, 0, 0",
        "256, 0, 0, 256",
        "256, 0, 1, 0",
        "256, 1, 0, 1",
        "70000, -1, 273, 112",
        "0, 0, 0, 0",
        "9223372036854775807, 7, 0, 127",
        "9223372036854775807, 8, 0, 0",
        "9223372036854775807, 63, 0, 0"
    })
    void width_of_a_tile_follows_from_the_size_of_the_tree(
            long size, int level, long index, int width) {
        assertThat(TilePath.widthIn(size, level, index)).isEqualTo(width);
    }

    @Test
    void parts_out_of_range_are_refused() {
        assertThatThrownBy(() -> new TilePath(-2, 0, 1)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new TilePath(0, -1, 1)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new TilePath(0, 0, 0)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new TilePath(0, 0, 257)).isInstanceOf(MalformedException.class);
    }
}
