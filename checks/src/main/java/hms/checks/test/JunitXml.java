package hms.checks.test;

import hms.artifact.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A report as JUnit XML. Files that cannot be read as tests are errors of a suite of their own.
final class JunitXml {
    private JunitXml() {}

    static String of(TestReport report) {
        var byPolicy = new LinkedHashMap<String, List<TestOutcome>>();
        report.tests()
                .forEach(
                        test ->
                                byPolicy.computeIfAbsent(test.policy(), p -> new ArrayList<>())
                                        .add(test));
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(
                "<testsuites name=\"hms policy test\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n"
                        .formatted(
                                report.count() + report.problems().size(),
                                report.failures().size(),
                                report.problems().size()));
        byPolicy.forEach((policy, tests) -> suite(xml, policy, tests));
        if (!report.problems().isEmpty()) {
            problems(xml, report.problems());
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static void suite(StringBuilder xml, String policy, List<TestOutcome> tests) {
        var failed = tests.stream().filter(test -> !test.passed()).count();
        xml.append("  <testsuite name=")
                .append(quoted(policy))
                .append(
                        " tests=\"%d\" failures=\"%d\" errors=\"0\">\n"
                                .formatted(tests.size(), failed));
        for (var test : tests) {
            xml.append("    <testcase classname=")
                    .append(quoted(policy + "." + test.kind().key()))
                    .append(" name=")
                    .append(quoted(test.name()))
                    .append(" file=")
                    .append(quoted(test.file()))
                    .append(" line=\"")
                    .append(test.line());
            if (test.miss().isEmpty()) {
                xml.append("\"/>\n");
                continue;
            }
            var miss = test.miss().get();
            xml.append("\">\n      <failure message=")
                    .append(quoted("expected " + miss.expected() + ", found " + miss.found()))
                    .append(">")
                    .append(escaped(test.place()))
                    .append("</failure>\n    </testcase>\n");
        }
        xml.append("  </testsuite>\n");
    }

    private static void problems(StringBuilder xml, List<Finding> problems) {
        xml.append(
                "  <testsuite name=\"problems\" tests=\"%d\" failures=\"0\" errors=\"%d\">\n"
                        .formatted(problems.size(), problems.size()));
        for (var problem : problems) {
            xml.append("    <testcase classname=\"problems\" name=")
                    .append(quoted(problem.code()))
                    .append(">\n      <error message=")
                    .append(quoted(problem.message()))
                    .append(">")
                    .append(escaped(problem.text()))
                    .append("</error>\n    </testcase>\n");
        }
        xml.append("  </testsuite>\n");
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    /// Markup as text; what XML 1.0 cannot hold as a question mark.
    private static String escaped(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> out.append("&amp;");
                                case '<' -> out.append("&lt;");
                                case '>' -> out.append("&gt;");
                                case '"' -> out.append("&quot;");
                                case '\n' -> out.append("&#10;");
                                case '\t' -> out.append("&#9;");
                                default -> out.appendCodePoint(isXml(c) ? c : '?');
                            }
                        });
        return out.toString();
    }

    private static boolean isXml(int c) {
        return (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || (c >= 0x10000 && c <= 0x10FFFF);
    }
}
