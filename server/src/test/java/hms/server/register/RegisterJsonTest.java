package hms.server.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegisterJsonTest {

    private static final RegisterSite SITE =
            new RegisterSite(() -> URI.create("https://register.example"), SampleRegister.EASTERN);

    private final SampleRegister source = new SampleRegister();
    private final RegisterJson json = new RegisterJson(SITE);

    private static String golden(String name) throws IOException {
        try (var in = RegisterJsonTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_document_has_the_federal_registers_field_names() throws IOException {
        var document = source.document(SampleRegister.PM25, LocalDate.of(2024, 9, 3)).orElseThrow();
        assertThat(new String(json.document(document), StandardCharsets.UTF_8))
                .isEqualTo(golden("document.json"));
    }

    @Test
    void a_list_counts_and_leads_on() throws IOException {
        var query =
                new RegisterQuery(
                        "", Set.of(), Set.of(Kind.CORRECTION, Kind.WITHDRAWAL), Set.of(), null, 1);
        assertThat(new String(json.list(query, source.list(query)), StandardCharsets.UTF_8))
                .isEqualTo(golden("list.json"));
    }

    @Test
    void corrections_are_linked_both_ways() {
        var corrected = source.document(SampleRegister.ref(33), LocalDate.EPOCH).orElseThrow();
        assertThat(new String(json.document(corrected), StandardCharsets.UTF_8))
                .contains("\"corrections\" : [ \"https://register.example/register/1/39.json\" ]")
                .contains("\"correction_of\" : null");
    }
}
