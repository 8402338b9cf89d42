package hms.artifact;

import static hms.artifact.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegisterTextTest {
    @Test
    void content_is_the_text_where_there_is_one() {
        assertThat(yaml("id: a\nversion: 1.0.0\ncontent: Words.\nlimit: 1\n").registerText())
                .isEqualTo("Words.");
    }

    @Test
    void text_is_written_from_the_values() {
        var artifact =
                yaml(
                        """
                        id: a
                        version: 1.0.0
                        summary: Tightens it.
                        limit: 2.50
                        units: ug_per_m3
                        open: true
                        since: 2024-01-01
                        states: [KS, AL]
                        cap: { dated: { 2024-01-01: 200000, 2026-01-01: null } }
                        share: { KS: 2, AL: { dated: { 2024-01-01: 1 } } }
                        rules: { violation: reading > limit }
                        """);
        assertThat(artifact.registerText())
                .isEqualTo(
                        """
                        Tightens it.

                        - **limit**: 2.50
                        - **units**: ug\\_per\\_m3
                        - **open**: yes
                        - **since**: 2024-01-01
                        - **states**: KS, AL
                        - **cap**:
                          - **from 2024-01-01**: 200000
                          - **from 2026-01-01**: ended
                        - **share**:
                          - **KS**: 2
                          - **AL**:
                            - **from 2024-01-01**: 1

                        It decides:

                        - `violation`: `reading > limit`
                        """);
    }

    @Test
    void markup_in_a_value_stays_text() {
        assertThat(yaml("id: a\nversion: 1.0.0\nx: 'a [b](c) *d* <e> & `f`'\n").registerText())
                .isEqualTo("- **x**: a \\[b\\](c) \\*d\\* \\<e\\> \\& \\`f\\`\n");
    }

    @Test
    void artifact_without_values_says_so() {
        assertThat(yaml("id: a\nversion: 1.0.0\ntitle: Rule\n").registerText())
                .isEqualTo("This version of Rule holds no values.\n");
    }
}
