package hms.artifact;

import java.util.Locale;

/// Something that is wrong or doubtful in a file: what, where, and what to do about it.
///
/// @param severity whether it refuses the file
/// @param code a stable name such as `duplicate-key`, for programs
/// @param message what is wrong, one sentence without its full stop
/// @param file the name of the file, as the caller gave it
/// @param line the line, from 1; 0 if it concerns the file as a whole
/// @param column the column in Unicode characters, from 1; 0 if it concerns the file as a whole
/// @param path the place in the document, as in `$.inputs.reading.type`; `$` is the whole
/// @param remedy what to do next, an imperative without its full stop
public record Finding(
        Severity severity,
        String code,
        String message,
        String file,
        int line,
        int column,
        String path,
        String remedy) {

    public Finding {
        if (message.isBlank() || remedy.isBlank() || path.isBlank()) {
            throw new IllegalArgumentException(
                    "finding " + code + " has to say what, where, and what to do");
        }
    }

    /// An error about a whole file.
    public static Finding error(String code, String message, String file, String remedy) {
        return new Finding(Severity.ERROR, code, message, file, 0, 0, "$", remedy);
    }

    /// A warning about a whole file.
    public static Finding warning(String code, String message, String file, String remedy) {
        return new Finding(Severity.WARNING, code, message, file, 0, 0, "$", remedy);
    }

    /// Whether it refuses the file.
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// One line for people: `pm25.yaml:2:10 error: … ($.version); write …`.
    public String text() {
        var place = line == 0 ? file : file + ":" + line + ":" + column;
        var where = path.equals("$") ? "" : " (" + path + ")";
        return place
                + " "
                + severity.name().toLowerCase(Locale.ROOT)
                + ": "
                + message
                + where
                + "; "
                + remedy;
    }
}
