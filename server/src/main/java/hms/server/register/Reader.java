package hms.server.register;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/// Answers questions from the source. Runs on threads that may block.
final class Reader {

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final RegisterSource source;
    private final RegisterSite site;
    private final RegisterPages pages;
    private final RegisterJson json;
    private final RegisterFeed feed;
    private final InstantSource clock;

    Reader(RegisterSource source, RegisterSite site, RegisterPages pages, InstantSource clock) {
        this.source = source;
        this.site = site;
        this.pages = pages;
        this.json = new RegisterJson(site);
        this.feed = new RegisterFeed(site);
        this.clock = clock;
    }

    private LocalDate today() {
        return clock.instant().atZone(site.zone()).toLocalDate();
    }

    // --- lists ---

    /// The list; a citation or a date among the words leads straight to what it names.
    Answer list(Question question) {
        var query = question.query();
        var cited = DocumentRef.ofCitation(query.words());
        if (cited.isPresent() && source.document(cited.get(), today()).isPresent()) {
            return Answer.elsewhere(cited.get().path());
        }
        if (DAY.matcher(query.words()).matches()) {
            return Answer.elsewhere("/register?on=" + query.words());
        }
        return Answer.html(pages.list(query, source.list(query), today()));
    }

    Answer listJson(Question question) {
        var query = question.query();
        return Answer.json(json.list(query, source.list(query)));
    }

    Answer feed(Question question) {
        return Answer.of(
                "application/atom+xml; charset=utf-8",
                feed.feed(source.list(RegisterQuery.ALL), clock.instant()));
    }

    Answer agencies(Question question) {
        return Answer.html(pages.agencies(source.list(RegisterQuery.ALL).counts(), today()));
    }

    Answer dates(Question question) {
        return Answer.html(pages.dates(source.list(RegisterQuery.ALL).counts(), today()));
    }

    Answer allowedSigners(Question question) {
        return Answer.text("text/plain; charset=utf-8", source.allowedSigners());
    }

    Answer check(Question question) {
        var text = question.one("document");
        if (text.isEmpty()) {
            return Answer.html(pages.check(Optional.empty(), today()));
        }
        int dash = text.indexOf('-');
        var document =
                Optional.of(text)
                        .filter(number -> dash > 0)
                        .flatMap(
                                number ->
                                        DocumentRef.of(
                                                number.substring(0, dash),
                                                number.substring(dash + 1)))
                        .flatMap(ref -> source.document(ref, today()))
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Trouble.notFound(
                                                        "No document has this number. Numbers look like 1-42.")));
        return Answer.html(pages.check(Optional.of(document), today()));
    }

    // --- a document and its forms ---

    /// The page; asked for a day, it leads to the document that is in force then.
    Answer document(DocumentRef ref, Question question) {
        var on = question.on();
        var marked = question.marked();
        var document = find(ref, on == null ? today() : on);
        if (on == null) {
            return Answer.html(pages.document(document, new Reading(marked, null), today()));
        }
        var policy = document.listing().policy();
        var inForce =
                source.inForceOn(policy.id(), on)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                new Trouble(
                                                        404,
                                                        "Not in force that day",
                                                        "No version of “"
                                                                + policy.title()
                                                                + "” is in force on "
                                                                + Wording.day(on)
                                                                + ". "
                                                                + ref.citation()
                                                                + " stands unchanged at "
                                                                + site.url(ref.path())
                                                                + ".")));
        if (!inForce.equals(ref)) {
            return Answer.elsewhere(inForce.path() + "?on=" + on + (marked ? "" : "&text=clean"));
        }
        return Answer.html(pages.document(document, new Reading(marked, on), today()));
    }

    Answer documentJson(DocumentRef ref, Question question) {
        var on = question.on();
        return Answer.json(json.document(find(ref, on == null ? today() : on)));
    }

    Answer exactBytes(DocumentRef ref, Question question) {
        return Answer.of("application/yaml", source.artifact(ref).orElseThrow(() -> missing(ref)));
    }

    Answer printSheet(DocumentRef ref, Question question) {
        return Answer.text(
                "text/css; charset=utf-8", RegisterPages.printSheet(find(ref, today()).listing()));
    }

    Answer proof(DocumentRef ref, Question question) {
        var inclusion = find(ref, today()).proof().inclusion();
        if (inclusion == null) {
            throw new Refused(
                    Trouble.notFound(
                            "There is no inclusion proof for "
                                    + ref.citation()
                                    + " yet. Try later."));
        }
        return Answer.text("text/plain; charset=utf-8", inclusion);
    }

    Answer statement(DocumentRef ref, int number) {
        var signed = signed(ref, number);
        return Answer.of("application/json", signed.statement().getBytes(StandardCharsets.UTF_8));
    }

    Answer signature(DocumentRef ref, int number) {
        return Answer.text("text/plain; charset=utf-8", signed(ref, number).armored());
    }

    private RegisterDocument.Signed signed(DocumentRef ref, int number) {
        var signatures = find(ref, today()).signatures();
        var signed =
                number >= 1 && number <= signatures.size()
                        ? signatures.get(number - 1).signed()
                        : null;
        if (signed == null) {
            throw new Refused(
                    Trouble.notFound(
                            ref.citation() + " has no published approval " + number + "."));
        }
        return signed;
    }

    private RegisterDocument find(DocumentRef ref, LocalDate on) {
        return source.document(ref, on).orElseThrow(() -> missing(ref));
    }

    private static Refused missing(DocumentRef ref) {
        return new Refused(
                Trouble.notFound(
                        "There is no "
                                + ref.citation()
                                + ". Look for it by words in the list of all documents."));
    }

    // --- trouble ---

    Answer trouble(Trouble trouble, boolean asJson) {
        return asJson
                ? new Answer(
                        trouble.status(),
                        "application/problem+json",
                        Buffer.buffer(RegisterJson.problem(trouble)),
                        "")
                : Answer.page(trouble.status(), pages.trouble(trouble, today()));
    }
}
