package hms.checks.scan.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

/// A file of rows: its columns by their names, all else by its form. That a file is no CSV is for
/// the simulation to say; what can be read of it is looked at.
final class CsvScan {
    private static final int LONGEST_FIELD = 1 << 20;

    private final Whereabouts where;
    private final byte[] bytes;
    private final NamedValues named = new NamedValues();

    CsvScan(Whereabouts where, byte[] bytes) {
        this.where = where;
        this.bytes = bytes;
    }

    void run() {
        columns();
        named.tell(where);
        new Lines(bytes)
                .sightings(
                        seen -> {
                            if (!named.has(seen.kind())) {
                                where.found(seen, "$");
                            }
                        });
    }

    private void columns() {
        var text = new String(bytes, UTF_8);
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (var rows =
                CsvReader.builder()
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .maxBufferSize(LONGEST_FIELD)
                        .ofCsvRecord(text)) {
            CsvRecord header = null;
            for (var row : rows) {
                if (header == null) {
                    header = row;
                } else {
                    row(header, row);
                }
            }
        } catch (CsvParseException | java.io.IOException e) {
            // what came before was looked at; lines are looked at by themselves
            return;
        }
    }

    private void row(CsvRecord header, CsvRecord row) {
        int columns = Math.min(header.getFieldCount(), row.getFieldCount());
        int line = (int) Math.min(row.getStartingLineNumber(), Integer.MAX_VALUE);
        for (int i = 0; i < columns; i++) {
            named.take(header.getField(i).strip(), row.getField(i), line, 0);
        }
    }
}
