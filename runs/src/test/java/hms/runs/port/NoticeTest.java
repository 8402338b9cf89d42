package hms.runs.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "a\r\nX: y", "é"})
    void an_id_that_could_confuse_a_signature_or_a_header_is_refused(String id) {
        var to = new NoticeAddress("https://partner.example/hook", "env:SECRET");
        assertThatThrownBy(() -> new Notice(id, to, event(new LinkedHashMap<>())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_event_keeps_its_data_in_the_order_given() {
        var data = new LinkedHashMap<String, String>();
        data.put("version", "2.0.0");
        data.put("id", "epa-pm25-limit");
        var event = event(data);
        data.put("late", "x");
        assertThat(event.data().keySet()).containsExactly("version", "id");
    }

    private static PolicyEvent event(LinkedHashMap<String, String> data) {
        return new PolicyEvent(
                "policy.activated",
                "https://hms.example",
                "epa-pm25-limit",
                Instant.EPOCH,
                "policy-update",
                data);
    }
}
