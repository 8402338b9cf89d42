package hms.checks.cases;

import hms.artifact.Document;
import hms.artifact.Document.Element;
import hms.artifact.Document.Entries;
import hms.artifact.Document.Items;
import hms.artifact.Document.Scalar;
import hms.checks.cases.Case.Expectation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cases written by hand, in YAML or JSON. The file may also say how a file of rows is to be read.
///
/// ```yaml
/// rule: violation              # the rule to ask; without it all are asked
/// on: 2024-06-01               # the date for cases that say none
/// cases:
///   - { name: at the limit, inputs: { reading: 25 }, expect: false }
///   - { inputs: { reading: 26 }, on: 2023-01-01, expect: { violation: false, action: none } }
/// rows: readings.csv           # a file beside this one, which the artifact has to name as well
/// map: { reading: pm25 }       # the column that an input is read from
/// expect: { violation: was_violation }   # the column that says what a rule should decide
/// ```
final class YamlCases {
    private final CaseFile file;
    private final Map<String, CaseFile> files;
    private final CaseFiles.Setting setting;
    private final Dates dates;
    private @Nullable String rule;
    private @Nullable LocalDate on;

    /// @param files all files of cases, by name
    YamlCases(CaseFile file, Map<String, CaseFile> files, CaseFiles.Setting setting) {
        this.file = file;
        this.files = files;
        this.setting = setting;
        this.dates = new Dates(file.name(), setting.problems());
    }

    /// Reads the cases, and the rows that the file speaks of.
    ///
    /// @return the names of the files of rows that are done
    Set<String> read() {
        switch (Document.read(file.bytes(), file.name())) {
            case Document.Refused bad -> setting.problems().addAll(bad.findings());
            case Document.Tree good -> {
                if (good.root() instanceof Entries root) {
                    return file(root);
                }
                problem(
                        good.root(),
                        "not-a-map",
                        setting.purpose().file() + " is " + good.root().kind(),
                        "write cases: [ … ]");
            }
        }
        return Set.of();
    }

    private Set<String> file(Entries root) {
        knownKeys(root, setting.purpose().fileKeys(), setting.purpose().file());
        rule = rule(root).orElse(null);
        on = date(root).orElse(null);
        var cases = root.entries().get("cases");
        var rows = root.entries().get("rows");
        var examples =
                setting.purpose().fileKeys().contains("schema")
                        ? root.entries().get("schema")
                        : null;
        if (examples != null) {
            setting.reader().schema(file.name(), examples);
        }
        if (cases == null && rows == null && examples == null) {
            problem(root, "no-cases", "the file has neither cases nor rows", "write cases: [ … ]");
        }
        if (cases instanceof Items items) {
            items.items().forEach(this::oneCase);
        } else if (cases != null) {
            problem(cases, "not-a-list", "cases is " + cases.kind(), "write cases: [ … ]");
        }
        return rows == null ? Set.of() : rows(root, rows);
    }

    private Set<String> rows(Entries root, Element rows) {
        var name = text(rows, "rows").map(file::beside);
        var other = name.map(files::get);
        if (name.isPresent() && other.isEmpty()) {
            problem(
                    rows,
                    "file-not-named",
                    "the artifact does not name the file " + name.get(),
                    "add it to the artifact's "
                            + setting.purpose().key()
                            + ", so that approvals cover it");
        }
        if (other.isEmpty()) {
            return Set.of();
        }
        var layout = new Layout(rule, on, texts(root, "map"), texts(root, "expect"));
        int before = setting.problems().list().size();
        for (var input : layout.columns().keySet()) {
            if (!setting.inputs().names().contains(input)) {
                problem(
                        root,
                        "no-such-input",
                        "the policy has no input '" + input + "'",
                        "name one of its inputs in map");
            }
        }
        if (setting.problems().list().size() == before) {
            CaseFiles.rows(other.get(), layout, setting);
        }
        return Set.of(other.get().name());
    }

    private void oneCase(Element element) {
        if (!(element instanceof Entries one)) {
            problem(
                    element,
                    "not-a-map",
                    "a case is " + element.kind(),
                    "write { inputs: { … }, expect: … }");
            return;
        }
        knownKeys(one, setting.purpose().caseKeys(), "a case");
        var asked = one.entries().containsKey("rule") ? rule(one).orElse(null) : rule;
        var when = one.entries().containsKey("on") ? date(one).orElse(null) : on;
        var written = inputs(one);
        var name = Optional.ofNullable(one.entries().get("name")).flatMap(e -> text(e, "name"));
        setting.reader()
                .take(
                        new Case(
                                file.name(),
                                one.line(),
                                one.column(),
                                name.orElse(null),
                                when,
                                asked,
                                expectations(one, asked),
                                setting.inputs().take(),
                                () -> written));
    }

    private Map<String, String> inputs(Entries one) {
        var written = new LinkedHashMap<String, String>();
        var given = one.entries().get("inputs");
        if (given instanceof Entries entries) {
            entries.entries().forEach((input, element) -> give(input, element, written));
        } else if (given != null) {
            problem(given, "not-a-map", "inputs is " + given.kind(), "write inputs: { … }");
        }
        return written;
    }

    private void give(String input, Element element, Map<String, String> written) {
        var position = setting.inputs().position(input);
        if (position.isEmpty()) {
            problem(
                    element,
                    "no-such-input",
                    "the policy has no input '" + input + "'",
                    "name one of its inputs: " + String.join(", ", setting.inputs().names()));
        } else if (element instanceof Scalar scalar) {
            if (!scalar.isNothing()) {
                written.put(input, scalar.text());
                setting.inputs().set(position.get(), scalar.text());
            }
        } else {
            setting.inputs().misfit(input + " must not be " + element.kind());
        }
    }

    private List<Expectation> expectations(Entries one, @Nullable String asked) {
        var expect = one.entries().get("expect");
        var fails = one.entries().get("fails");
        if (fails != null && setting.purpose().caseKeys().contains("fails")) {
            return failure(fails, expect, asked);
        }
        if (expect == null) {
            if (setting.purpose().needsExpectation()) {
                setting.problems().noExpectation(file.name(), one.line(), one.column());
            }
            return List.of();
        }
        var expectations = new ArrayList<Expectation>();
        if (expect instanceof Entries entries) {
            entries.entries()
                    .forEach(
                            (name, value) -> {
                                if (isRule(name, value)) {
                                    expectations.add(new Expectation(name, expected(value)));
                                }
                            });
        } else if (asked == null) {
            problem(
                    expect,
                    "which-rule",
                    "the case does not say which rule should decide this",
                    "write rule: …, or expect: { rule: … }");
        } else {
            expectations.add(new Expectation(asked, expected(expect)));
        }
        return expectations;
    }

    /// `fails: true` stands where an expectation would: the rule has to give no answer.
    private List<Expectation> failure(
            Element fails, @Nullable Element expect, @Nullable String asked) {
        if (!(fails instanceof Scalar scalar && scalar.text().equals("true")) || expect != null) {
            problem(
                    fails,
                    "bad-fails",
                    expect == null ? "fails is not true" : "a case has both fails and expect",
                    "write fails: true where the rule has to give no answer, else expect: …");
        } else if (asked == null) {
            problem(
                    fails,
                    "which-rule",
                    "the case does not say which rule should fail",
                    "write rule: …");
        } else {
            return List.of(new Expectation(asked, new Expected.NoAnswer()));
        }
        return List.of();
    }

    private static Expected expected(Element element) {
        return switch (element) {
            case Scalar scalar -> new Expected.Plain(scalar.text());
            case Items items ->
                    new Expected.Listed(items.items().stream().map(YamlCases::expected).toList());
            case Entries entries -> {
                var expected = new LinkedHashMap<String, Expected>();
                entries.entries().forEach((key, value) -> expected.put(key, expected(value)));
                yield new Expected.Keyed(expected);
            }
        };
    }

    private Optional<String> rule(Entries owner) {
        return Optional.ofNullable(owner.entries().get("rule"))
                .flatMap(element -> text(element, "rule").filter(name -> isRule(name, element)));
    }

    private boolean isRule(String name, Element element) {
        if (setting.rules().contains(name)) {
            return true;
        }
        problem(
                element,
                "no-such-rule",
                "the policy has no rule '" + name + "'",
                "name one of its rules: " + String.join(", ", setting.rules()));
        return false;
    }

    private Optional<LocalDate> date(Entries owner) {
        return Optional.ofNullable(owner.entries().get("on"))
                .flatMap(
                        element ->
                                text(element, "on")
                                        .flatMap(
                                                day ->
                                                        dates.read(
                                                                day,
                                                                element.line(),
                                                                element.column())));
    }

    /// A map of texts under a key of the file.
    private Map<String, String> texts(Entries root, String key) {
        var texts = new LinkedHashMap<String, String>();
        var element = root.entries().get(key);
        if (element instanceof Entries entries) {
            entries.entries()
                    .forEach(
                            (name, value) ->
                                    text(value, key).ifPresent(text -> texts.put(name, text)));
        } else if (element != null) {
            problem(
                    element,
                    "not-a-map",
                    key + " is " + element.kind(),
                    "write " + key + ": { … }");
        }
        return texts;
    }

    private Optional<String> text(Element element, String key) {
        if (element instanceof Scalar scalar && !scalar.isNothing()) {
            return Optional.of(scalar.text());
        }
        problem(element, "not-a-text", key + " is " + element.kind(), "write a text");
        return Optional.empty();
    }

    private void knownKeys(Entries owner, Set<String> known, String what) {
        owner.entries()
                .forEach(
                        (key, element) -> {
                            if (!known.contains(key)) {
                                problem(
                                        element,
                                        "unknown-key",
                                        what + " has no key '" + key + "'",
                                        "use "
                                                + String.join(
                                                        ", ",
                                                        new LinkedHashSet<>(
                                                                known.stream().sorted().toList())));
                            }
                        });
    }

    private void problem(Element at, String code, String message, String remedy) {
        setting.problems().error(code, file.name(), at.line(), at.column(), message, remedy);
    }
}
