package hms.checks.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.checks.cases.Case.Expectation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Cases in bulk, as JSON Lines: an object a line, with the same keys as the columns of [CsvRows];
/// `expect` may also be an object by rule. `null` gives nothing.
final class JsonLines {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxStringLength(1 << 20)
                                    .maxNumberLength(1_000)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
    private static final String EXPECT_ALL = "expect";

    private final String file;
    private final Layout layout;
    private final InputPair inputs;
    private final CaseReader reader;
    private final Problems problems;
    private final Dates dates;
    private final Set<String> rules;
    private final Purpose purpose;
    private final Map<String, String> inputOf = new LinkedHashMap<>();
    private final Map<String, String> ruleOf = new LinkedHashMap<>();

    JsonLines(String file, Layout layout, CaseFiles.Setting setting) {
        this.file = file;
        this.layout = layout;
        this.inputs = setting.inputs();
        this.reader = setting.reader();
        this.problems = setting.problems();
        this.rules = setting.rules();
        this.purpose = setting.purpose();
        this.dates = new Dates(file, problems);
        inputs.names().forEach(input -> inputOf.put(layout.column(input), input));
        layout.expects().forEach((rule, key) -> ruleOf.put(key, rule));
    }

    void read(byte[] bytes) {
        int start = 0;
        long number = 0;
        while (start < bytes.length && !problems.isFull()) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            number++;
            line(bytes, start, end, number);
            start = end + 1;
        }
        if (number == 0) {
            problems.error("empty", file, 0, 0, "the file is empty", "write an object a line");
        }
    }

    private void line(byte[] bytes, int start, int end, long number) {
        try {
            var text =
                    UTF_8.newDecoder()
                            .decode(ByteBuffer.wrap(bytes, start, end - start))
                            .toString();
            if (!text.isBlank()) {
                new Line(text, number).read();
            }
        } catch (CharacterCodingException e) {
            problems.error(
                    "not-utf-8",
                    file,
                    number,
                    1,
                    "the line is not UTF-8",
                    "save the file as UTF-8");
        } catch (JacksonException e) {
            int column = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
            problems.error(
                    "json-syntax",
                    file,
                    number,
                    column,
                    "the line is not a JSON object: " + oneLine(e.getOriginalMessage()),
                    "write one object a line, each key once");
        }
    }

    private static String oneLine(String message) {
        int end = message.indexOf('\n');
        var first = end < 0 ? message : message.substring(0, end);
        return first.length() <= 120 ? first : first.substring(0, 100) + "…";
    }

    /// One line, being read.
    private final class Line {
        private final String text;
        private final long number;
        private final List<Expectation> expects = new ArrayList<>();
        private final Map<String, String> written = new LinkedHashMap<>();
        private String name = "";
        private Optional<String> on = Optional.empty();

        Line(String text, long number) {
            this.text = text;
            this.number = number;
        }

        void read() {
            try (var json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    problem("not-an-object", "the line is not an object", "write {\"…\": …}");
                    return;
                }
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    var key = json.currentName();
                    json.nextToken();
                    member(key, json);
                }
                if (json.nextToken() != null) {
                    problem(
                            "trailing-data",
                            "something follows the object",
                            "write one object a line");
                }
            }
            inputs();
        }

        private void member(String key, JsonParser json) {
            boolean used = false;
            if (key.equals(EXPECT_ALL) && json.currentToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    var rule = json.currentName();
                    json.nextToken();
                    expect(rule, json);
                }
                return;
            }
            if (key.startsWith(Layout.EXPECT) || ruleOf.containsKey(key)) {
                expect(
                        ruleOf.getOrDefault(
                                key, key.substring(Math.min(key.length(), Layout.EXPECT.length()))),
                        json);
                return;
            }
            if (key.equals(Layout.NAME) && isScalar(json)) {
                name = json.getString();
                used = true;
            }
            if (key.equals(Layout.ON) && isScalar(json)) {
                on = Optional.of(json.getString());
                used = true;
            }
            var input = inputOf.get(key);
            if (input != null) {
                give(input, json);
            } else if (!used) {
                json.skipChildren();
            }
        }

        private void give(String input, JsonParser json) {
            if (isScalar(json)) {
                written.put(input, json.getString());
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                json.skipChildren();
                JsonLines.this.inputs.misfit(input + " must not be a list or an object");
            }
        }

        private void expect(String rule, JsonParser json) {
            if (!rules.contains(rule)) {
                problem(
                        "no-such-rule",
                        "the policy has no rule '" + rule + "'",
                        "name one of its rules");
                json.skipChildren();
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                expects.add(new Expectation(rule, expected(json)));
            }
        }

        private Expected expected(JsonParser json) {
            if (json.currentToken() == JsonToken.START_ARRAY) {
                var items = new ArrayList<Expected>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(expected(json));
                }
                return new Expected.Listed(items);
            }
            if (json.currentToken() == JsonToken.START_OBJECT) {
                var entries = new LinkedHashMap<String, Expected>();
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    var key = json.currentName();
                    json.nextToken();
                    entries.put(key, expected(json));
                }
                return new Expected.Keyed(entries);
            }
            return new Expected.Plain(json.getString());
        }

        private static boolean isScalar(JsonParser json) {
            return json.currentToken().isScalarValue()
                    && json.currentToken() != JsonToken.VALUE_NULL;
        }

        private void inputs() {
            written.forEach(
                    (input, value) ->
                            JsonLines.this
                                    .inputs
                                    .position(input)
                                    .ifPresent(at -> JsonLines.this.inputs.set(at, value)));
            var date = on.flatMap(day -> dates.read(day, number, 1));
            if (expects.isEmpty() && purpose.needsExpectation()) {
                problems.noExpectation(file, number, 1);
            }
            reader.take(
                    new Case(
                            file,
                            number,
                            1,
                            name,
                            date.orElse(layout.on()),
                            layout.rule(),
                            expects,
                            JsonLines.this.inputs.take(),
                            () -> written));
        }

        private void problem(String code, String message, String remedy) {
            problems.error(code, file, number, 1, message, remedy);
        }
    }
}
