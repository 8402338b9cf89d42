package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A package as one XML document: `<package format="hms-package/1"><file
/// name="a/b">…</file></package>`, where `encoding="base64"` marks what cannot stand there as
/// text.
final class XmlArchive implements Archive {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    @Override
    public byte[] write(Members members) {
        var xml = new StringBuilder(DECLARATION);
        xml.append("<package format=\"").append(PackageManifest.FORMAT).append("\">\n");
        members.byName()
                .forEach(
                        (name, bytes) -> {
                            var text = TextOrBase64.text(bytes).filter(XmlArchive::survives);
                            xml.append("<file name=\"").append(escaped(name));
                            xml.append(text.isPresent() ? "\">" : "\" encoding=\"base64\">");
                            xml.append(
                                    text.map(XmlArchive::escaped)
                                            .orElseGet(() -> TextOrBase64.base64(bytes)));
                            xml.append("</file>\n");
                        });
        return xml.append("</package>\n").toString().getBytes(UTF_8);
    }

    /// Whether XML 1.0 hands the text back as it is: only its characters, and no carriage return,
    /// which it drops.
    private static boolean survives(String text) {
        return text.codePoints()
                .allMatch(
                        c ->
                                c == '\t'
                                        || c == '\n'
                                        || (c >= 0x20 && c <= 0xD7FF)
                                        || (c >= 0xE000 && c <= 0xFFFD)
                                        || c >= 0x10000);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public Members read(byte[] bytes) throws RefusedArchive {
        var text =
                TextOrBase64.text(bytes)
                        .orElseThrow(
                                () -> RefusedArchive.damaged("the XML package is not in UTF-8"));
        var members = new Members.Builder();
        try {
            var xml = reader(text);
            if (next(xml) != XMLStreamConstants.START_ELEMENT
                    || !xml.getLocalName().equals("package")) {
                throw RefusedArchive.damaged("the XML document is not a package");
            }
            PackageManifest.requireFormat(String.valueOf(xml.getAttributeValue(null, "format")));
            while (next(xml) == XMLStreamConstants.START_ELEMENT) {
                readFile(xml, members);
            }
            if (next(xml) != XMLStreamConstants.END_DOCUMENT) {
                throw RefusedArchive.damaged("data follows the end of the XML package");
            }
        } catch (XMLStreamException | RuntimeException e) {
            throw RefusedArchive.damaged("the XML package", e);
        }
        return members.build();
    }

    private static XMLStreamReader reader(String text) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(new StringReader(text));
    }

    private static void readFile(XMLStreamReader xml, Members.Builder members)
            throws XMLStreamException, RefusedArchive {
        var name = xml.getAttributeValue(null, "name");
        if (!xml.getLocalName().equals("file") || name == null) {
            throw RefusedArchive.damaged("the XML package has an element that is not a named file");
        }
        var encoding = xml.getAttributeValue(null, "encoding");
        var content = xml.getElementText();
        if (encoding == null) {
            members.add(name, content.getBytes(UTF_8));
        } else if (encoding.equals("base64")) {
            members.add(name, TextOrBase64.ofBase64(name, content));
        } else {
            throw RefusedArchive.damaged("'" + name + "' has an encoding other than base64");
        }
    }

    /// The next event that means something. White space between elements means nothing; a
    /// document type, processing instruction or comment has no place in a package.
    private static int next(XMLStreamReader xml) throws XMLStreamException, RefusedArchive {
        while (true) {
            var event = xml.next();
            if (event == XMLStreamConstants.SPACE
                    || (event == XMLStreamConstants.CHARACTERS && xml.isWhiteSpace())) {
                continue;
            }
            if (event != XMLStreamConstants.START_ELEMENT
                    && event != XMLStreamConstants.END_ELEMENT
                    && event != XMLStreamConstants.END_DOCUMENT) {
                throw RefusedArchive.damaged("the XML package has something else than files in it");
            }
            return event;
        }
    }
}
