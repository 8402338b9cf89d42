package hms.server.register;

import hms.server.register.prose.Prose;
import hms.server.register.prose.Section;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A document as its template shows it.
record DocumentView(RegisterDocument document, Reading reading, LocalDate today, String address) {

    private static final int LONGEST_FIGURE = 16;

    Listing listing() {
        return document.listing();
    }

    StatusMark mark() {
        return StatusMark.onPage(listing());
    }

    /// Whether it reads differently on another day: a withdrawal has no values, and no day but its
    /// own.
    boolean dated() {
        return listing().kind() != Kind.WITHDRAWAL;
    }

    /// Whether there is an earlier text against which changes can be marked.
    boolean comparable() {
        return document.text().previous() != null;
    }

    List<Section> sections() {
        var previous = document.text().previous();
        return previous != null && reading.marked()
                ? Prose.marked(previous, document.text().content())
                : Prose.clean(document.text().content());
    }

    boolean hasBefore() {
        return document.values().stream().anyMatch(value -> value.before() != null);
    }

    boolean hasUnits() {
        return document.values().stream().anyMatch(value -> !value.unit().isEmpty());
    }

    /// The head of the column of values: the day for which they are read, or from which they hold.
    String valuesSince() {
        var on = reading.on();
        var effective = listing().times().effective();
        if (on != null) {
            return "On " + Wording.shortDay(on);
        }
        return effective == null
                ? "Value"
                : "From " + Wording.shortDay(effective, listing().times().zone());
    }

    /// The classes of a value's cell: figures stay whole, what is longer may break anywhere.
    static String amount(@Nullable String text) {
        return text != null && text.length() > LONGEST_FIGURE ? "amount long" : "amount";
    }

    String onText() {
        var on = reading.on();
        return (on == null ? today : on).toString();
    }

    String printedOn() {
        return Wording.day(today);
    }

    /// The same page, with changes unmarked if they are marked now, and the other way round.
    String otherReading() {
        var on = reading.on();
        var path = listing().ref().path();
        if (reading.marked()) {
            return path + "?text=clean" + (on == null ? "" : "&on=" + on);
        }
        return path + (on == null ? "" : "?on=" + on);
    }

    String checkPath() {
        return "/register/check?document=" + listing().ref().documentNumber();
    }

    /// `Rosa Alvarez, EPA Chief, 28 August 2024`.
    String signed(RegisterDocument.Signature signature) {
        var day = signature.at().atZone(listing().times().zone()).toLocalDate();
        return signature.name()
                + (signature.role().isEmpty() ? "" : ", " + signature.role())
                + ", "
                + Wording.day(day);
    }

    /// `amends this from 1 January 2027`.
    String linked(Link link) {
        var from = link.from();
        return link.relation().ofTheOther()
                + (from == null
                        ? ""
                        : " from "
                                + Wording.day(from.atZone(listing().times().zone()).toLocalDate()));
    }
}
