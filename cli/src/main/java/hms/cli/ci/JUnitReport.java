package hms.cli.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.pipeline.file.CiPipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A run as JUnit XML, which CI systems show: a test case for each stage, with what it reported and
/// the end of its log.
public final class JUnitReport {
    private static final int MOST_LOG = 64 * 1024;

    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    public static byte[] of(CiPipeline pipeline, List<StageEnd> ends) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, "UTF-8");
            new JUnitReport(xml).write(pipeline, ends);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("the JUnit report could not be made: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private void write(CiPipeline pipeline, List<StageEnd> ends)
            throws XMLStreamException, IOException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        start("testsuites", pipeline, ends);
        xml.writeCharacters("\n");
        start("testsuite", pipeline, ends);
        for (var end : ends) {
            testCase(pipeline, end);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void start(String element, CiPipeline pipeline, List<StageEnd> ends)
            throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("name", pipeline.name());
        attribute("tests", Integer.toString(ends.size()));
        attribute("failures", count(ends, StageEnd.Failed.class));
        attribute("errors", "0");
        attribute("skipped", count(ends, StageEnd.NotRun.class));
        attribute(
                "time",
                seconds(
                        ends.stream()
                                .map(JUnitReport::took)
                                .reduce(Duration.ZERO, Duration::plus)));
    }

    private void testCase(CiPipeline pipeline, StageEnd end)
            throws XMLStreamException, IOException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testcase");
        attribute("classname", pipeline.name());
        attribute("name", end.stage().id());
        attribute("time", seconds(took(end)));
        switch (end) {
            case StageEnd.Passed passed -> log(passed.log());
            case StageEnd.Failed failed -> {
                xml.writeStartElement("failure");
                attribute("message", failed.reason().summary());
                attribute("type", "stage");
                xml.writeEndElement();
                log(failed.log());
            }
            case StageEnd.NotRun _ -> {
                xml.writeStartElement("skipped");
                attribute("message", "a stage before it has failed");
                xml.writeEndElement();
            }
        }
        xml.writeEndElement();
    }

    private void log(Path log) throws XMLStreamException, IOException {
        xml.writeStartElement("system-out");
        var lines = StageProcess.tail(log, MOST_LOG).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            xml.writeCharacters(
                    clean(LogLines.shown(lines[i])) + (i + 1 < lines.length ? "\n" : ""));
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    /// Without what XML 1.0 has no way to hold.
    private static String clean(String text) {
        var clean = new StringBuilder(text.length());
        new String(text.getBytes(UTF_8), UTF_8)
                .codePoints()
                .forEach(c -> clean.appendCodePoint(isXml(c) ? c : '\uFFFD'));
        return clean.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || (c >= 0x10000 && c <= 0x10FFFF);
    }

    private static Duration took(StageEnd end) {
        return switch (end) {
            case StageEnd.Passed passed -> passed.took();
            case StageEnd.Failed failed -> failed.took();
            case StageEnd.NotRun _ -> Duration.ZERO;
        };
    }

    private static String count(List<StageEnd> ends, Class<? extends StageEnd> kind) {
        return Long.toString(ends.stream().filter(kind::isInstance).count());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }
}
