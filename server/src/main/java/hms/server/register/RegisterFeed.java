package hms.server.register;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// The newest documents as an Atom feed (RFC 4287).
final class RegisterFeed {

    private final RegisterSite site;

    RegisterFeed(RegisterSite site) {
        this.site = site;
    }

    /// `now` dates a feed that has no documents yet.
    byte[] feed(RegisterPage page, Instant now) {
        var bytes = new ByteArrayOutputStream();
        try {
            var xml =
                    XMLOutputFactory.newDefaultFactory()
                            .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace("http://www.w3.org/2005/Atom");
            text(xml, "id", site.url("/register"));
            text(xml, "title", "The Register");
            text(
                    xml,
                    "updated",
                    (page.documents().isEmpty()
                                    ? now
                                    : page.documents().getFirst().times().published())
                            .toString());
            link(xml, "self", "application/atom+xml", "/register/feed.atom");
            link(xml, "alternate", "text/html", "/register");
            for (var listing : page.documents()) {
                entry(xml, listing);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("The feed could not be written", e);
        }
        return bytes.toByteArray();
    }

    private void entry(XMLStreamWriter xml, Listing listing) throws XMLStreamException {
        var policy = listing.policy();
        xml.writeStartElement("entry");
        text(xml, "id", site.url(listing.ref().path()));
        text(xml, "title", policy.title() + ", " + listing.ref().citation());
        text(xml, "updated", listing.times().published().toString());
        text(xml, "published", listing.times().published().toString());
        link(xml, "alternate", "text/html", listing.ref().path());
        link(xml, "alternate", "application/json", listing.ref().path() + ".json");
        for (var related : listing.links()) {
            link(xml, "related", "text/html", related.to().path());
        }
        xml.writeStartElement("author");
        text(xml, "name", policy.agency().isEmpty() ? "The Register" : policy.agency());
        xml.writeEndElement();
        xml.writeEmptyElement("category");
        xml.writeAttribute("term", listing.kind().label());
        text(xml, "summary", policy.summary().isEmpty() ? Wording.deed(listing) : policy.summary());
        xml.writeEndElement();
    }

    private void link(XMLStreamWriter xml, String relation, String type, String path)
            throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", relation);
        xml.writeAttribute("type", type);
        xml.writeAttribute("href", site.url(path));
    }

    private static void text(XMLStreamWriter xml, String name, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    /// Without the code points that XML 1.0 cannot hold.
    private static String legal(String text) {
        return text.codePoints()
                .filter(
                        c ->
                                c == '\t'
                                        || c == '\n'
                                        || c == '\r'
                                        || (c >= 0x20 && c <= 0xD7FF)
                                        || (c >= 0xE000 && c <= 0xFFFD)
                                        || c >= 0x10000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
