package hms.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ByNameTest {

    @Test
    void a_name_is_found_whichever_string_says_it() {
        var values = new ByName(Map.of("limit", 35));

        assertThat(values.get("limit")).isEqualTo(35);
        assertThat(values.get(String.valueOf("limit".toCharArray()))).isEqualTo(35);
    }

    @Test
    void a_name_that_is_none_finds_nothing() {
        assertThat(new ByName(Map.of()).get("limit")).isNull();
        assertThat(new ByName(Map.of("limit", 35)).get("limt")).isNull();
    }

    @Test
    void names_of_one_hash_stay_apart() {
        var values = new ByName(Map.of("AaAa", 1, "BBBB", 2, "AaBB", 3));

        assertThat(values.get("AaAa")).isEqualTo(1);
        assertThat(values.get("BBBB")).isEqualTo(2);
        assertThat(values.get("AaBB")).isEqualTo(3);
        assertThat(values.get("BBAa")).isNull();
    }

    @Test
    void every_one_of_many_is_found() {
        for (int size = 0; size <= 130; size++) {
            var many = new HashMap<String, Object>();
            for (int i = 0; i < size; i++) {
                many.put("value_" + i, i);
            }
            var values = new ByName(many);
            many.forEach((name, value) -> assertThat(values.get(name)).isEqualTo(value));
            assertThat(values.get("value_" + size)).isNull();
        }
    }
}
