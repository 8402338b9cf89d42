package hms.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JUnitReportTest {
    @TempDir Path folder;

    private Document report(String stages, int exitCode) throws Exception {
        Samples.write(folder.resolve("p.yml"), "name: a <b> & \"c\"\nstages:\n" + stages);
        var shell = new Shell(folder).with("PATH", System.getenv("PATH"));
        assertThat(shell.run("ci", "run", "p.yml", "--junit", "report.xml"))
                .as(shell.out() + shell.err())
                .isEqualTo(exitCode);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("report.xml").toFile());
    }

    @Test
    void each_stage_is_a_test_case() throws Exception {
        var xml =
                report(
                        """
                          - { id: one, script: echo fine }
                          - { id: two, script: "echo bad; exit 4" }
                          - { id: three, script: echo never }
                        """,
                        1);
        var suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isEqualTo("a <b> & \"c\"");
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        var cases = xml.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(3);
        assertThat(cases.item(0).getTextContent()).isEqualTo("fine\n");
        var failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("exit status 4: bad");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("two");
        var skipped = xml.getElementsByTagName("skipped").item(0).getParentNode();
        assertThat(((Element) skipped).getAttribute("name")).isEqualTo("three");
    }

    @Test
    void whatever_a_script_writes_the_report_is_xml() throws Exception {
        var xml =
                report(
                        """
                          - id: evil
                            script: |
                              printf 'a\\000b\\001c ]]> <x> &amp; \\377\\xed\\xa0\\x80 \\xef\\xbf\\xbe \\f\\v 📦\\n'
                              echo '{"passed":false,"summary":"<&> \\u0007 \\ud800 \\ufffe"}' >>$HMS_CI_RESULT
                              exit 1
                        """,
                        1);
        var log = xml.getElementsByTagName("system-out").item(0).getTextContent();
        assertThat(log).contains("a\uFFFDb\uFFFDc ]]> <x> &amp; ").contains("📦\n");
        var failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).startsWith("<&> ");
    }

    @Test
    void folder_that_is_not_there_is_noticed_before_the_first_stage() throws IOException {
        Samples.write(folder.resolve("p.yml"), "stages:\n  - { id: one, script: touch began }\n");
        var shell = new Shell(folder).with("PATH", System.getenv("PATH"));
        assertThat(shell.run("ci", "run", "p.yml", "--junit", "no/report.xml")).isEqualTo(1);
        assertThat(shell.err()).contains("There is no folder", "no stage was begun");
        assertThat(Files.exists(folder.resolve("began"))).isFalse();
    }
}
