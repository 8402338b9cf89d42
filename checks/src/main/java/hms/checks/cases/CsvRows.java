package hms.checks.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import hms.checks.cases.Case.Expectation;
import hms.checks.cases.InputPair.Position;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Cases in bulk, as CSV: a header with the names of inputs, then a case a line. A blank cell
/// gives nothing. Columns that nothing asks for are passed over.
final class CsvRows {
    private static final int LONGEST_FIELD = 1 << 20;

    private static final String OPEN_QUOTE =
            "from here on the file is not CSV (a quote that is not closed, or a field of more than a"
                    + " million characters)";
    private static final String CLOSE_QUOTE =
            "close the quote; a quote inside of quotes is written twice";

    private final String file;
    private final Layout layout;
    private final InputPair inputs;
    private final CaseReader reader;
    private final Problems problems;
    private final Dates dates;
    private final Set<String> rules;
    private final Purpose purpose;
    private final List<Column> columns = new ArrayList<>();
    private final List<ExpectColumn> expects = new ArrayList<>();
    private int nameColumn = -1;
    private int onColumn = -1;
    private int width;

    private record Column(int index, String input, Position position) {}

    private record ExpectColumn(int index, String rule) {}

    CsvRows(String file, Layout layout, CaseFiles.Setting setting) {
        this.file = file;
        this.layout = layout;
        this.inputs = setting.inputs();
        this.reader = setting.reader();
        this.problems = setting.problems();
        this.rules = setting.rules();
        this.purpose = setting.purpose();
        this.dates = new Dates(file, problems);
    }

    void read(byte[] bytes) {
        long line = 0;
        try (var reader = text(bytes);
                var csv =
                        CsvReader.builder()
                                .allowExtraFields(true)
                                .allowMissingFields(true)
                                .maxBufferSize(LONGEST_FIELD)
                                .ofCsvRecord(reader)) {
            boolean header = true;
            for (var record : csv) {
                line = record.getStartingLineNumber();
                if (header) {
                    header(record);
                    header = false;
                } else {
                    row(record);
                }
                if (problems.isFull() || (columns.isEmpty() && !inputs.names().isEmpty())) {
                    return;
                }
            }
            if (header) {
                problems.error("empty", file, 0, 0, "the file is empty", "write a header and rows");
            }
            if (hasOpenQuote(bytes)) {
                problems.error("csv-syntax", file, line, 1, OPEN_QUOTE, CLOSE_QUOTE);
            }
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            unreadable(e, line + 1);
        }
    }

    private void unreadable(Exception e, long line) {
        boolean encoding =
                e instanceof IOException
                        || e.getCause() instanceof java.nio.charset.CharacterCodingException;
        problems.error(
                encoding ? "not-utf-8" : "csv-syntax",
                file,
                line,
                1,
                encoding ? "from here on the file is not UTF-8" : OPEN_QUOTE,
                encoding ? "save it as UTF-8" : CLOSE_QUOTE);
    }

    /// Whether a quote is never closed: then the last field has swallowed the rows behind it.
    private static boolean hasOpenQuote(byte[] bytes) {
        boolean open = false;
        for (byte b : bytes) {
            open ^= b == '"';
        }
        return open;
    }

    private static Reader text(byte[] bytes) {
        boolean marked =
                bytes.length >= 3
                        && bytes[0] == (byte) 0xEF
                        && bytes[1] == (byte) 0xBB
                        && bytes[2] == (byte) 0xBF;
        int from = marked ? 3 : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(bytes, from, bytes.length - from),
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private void header(CsvRecord record) {
        width = record.getFieldCount();
        var index = new LinkedHashMap<String, Integer>();
        var twice = new HashSet<String>();
        for (int i = 0; i < width; i++) {
            var title = record.getField(i).strip();
            if (index.putIfAbsent(title, i) != null && !title.isEmpty() && twice.add(title)) {
                report(
                        record,
                        "duplicate-column",
                        "the column '" + title + "' stands twice",
                        "delete one of the two");
            }
        }
        nameColumn = index.getOrDefault(Layout.NAME, -1);
        onColumn = index.getOrDefault(Layout.ON, -1);
        for (var input : inputs.names()) {
            var at = index.get(layout.column(input));
            var position = inputs.position(input);
            if (at != null && position.isPresent()) {
                columns.add(new Column(at, input, position.get()));
            }
        }
        if (columns.isEmpty() && !inputs.names().isEmpty()) {
            report(
                    record,
                    "no-input-column",
                    "no column has the name of an input ("
                            + String.join(", ", inputs.names())
                            + ")",
                    "begin the file with a header that names the inputs");
        }
        expectColumns(record, index);
    }

    private void expectColumns(CsvRecord record, Map<String, Integer> index) {
        index.forEach(
                (title, at) -> {
                    if (title.startsWith(Layout.EXPECT)) {
                        expectColumn(record, title.substring(Layout.EXPECT.length()), at);
                    }
                });
        layout.expects()
                .forEach(
                        (rule, column) -> {
                            var at = index.get(column);
                            if (at == null) {
                                report(
                                        record,
                                        "no-such-column",
                                        "there is no column '" + column + "'",
                                        "name a column of the header");
                            } else {
                                expectColumn(record, rule, at);
                            }
                        });
        layout.columns()
                .forEach(
                        (input, column) -> {
                            if (!index.containsKey(column)) {
                                report(
                                        record,
                                        "no-such-column",
                                        "there is no column '"
                                                + column
                                                + "' for the input "
                                                + input,
                                        "name a column of the header");
                            }
                        });
    }

    private void expectColumn(CsvRecord record, String rule, int at) {
        if (rules.contains(rule)) {
            expects.add(new ExpectColumn(at, rule));
        } else {
            report(
                    record,
                    "no-such-rule",
                    "the policy has no rule '" + rule + "'",
                    "name one of its rules");
        }
    }

    private void report(CsvRecord record, String code, String message, String remedy) {
        problems.error(code, file, record.getStartingLineNumber(), 1, message, remedy);
    }

    private void row(CsvRecord record) {
        if (record.getFieldCount() != width) {
            report(
                    record,
                    "ragged-row",
                    "the row has " + record.getFieldCount() + " fields, the header has " + width,
                    "give every row one field a column");
            return;
        }
        for (var column : columns) {
            var cell = record.getField(column.index());
            if (!cell.isBlank()) {
                inputs.set(column.position(), cell);
            }
        }
        var on = Optional.ofNullable(layout.on());
        if (onColumn >= 0 && !record.getField(onColumn).isBlank()) {
            on = dates.read(record.getField(onColumn).strip(), record.getStartingLineNumber(), 1);
        }
        var expectations = expectations(record);
        if (expectations.isEmpty() && purpose.needsExpectation()) {
            problems.noExpectation(file, record.getStartingLineNumber(), 1);
        }
        reader.take(
                new Case(
                        file,
                        record.getStartingLineNumber(),
                        1,
                        nameColumn < 0 ? null : record.getField(nameColumn),
                        on.orElse(null),
                        layout.rule(),
                        expectations,
                        inputs.take(),
                        () -> written(record)));
    }

    private List<Expectation> expectations(CsvRecord record) {
        if (expects.isEmpty()) {
            return List.of();
        }
        var expectations = new ArrayList<Expectation>(expects.size());
        for (var column : expects) {
            var cell = record.getField(column.index());
            if (!cell.isBlank()) {
                expectations.add(new Expectation(column.rule(), new Expected.Plain(cell)));
            }
        }
        return expectations;
    }

    private Map<String, String> written(CsvRecord record) {
        var written = new LinkedHashMap<String, String>();
        for (var column : columns) {
            var cell = record.getField(column.index());
            if (!cell.isBlank()) {
                written.put(column.input(), cell);
            }
        }
        return written;
    }
}
