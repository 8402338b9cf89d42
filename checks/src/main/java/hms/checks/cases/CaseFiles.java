package hms.checks.cases;

import hms.artifact.Finding;
import hms.decisions.RuleSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files of cases that an artifact names.
public final class CaseFiles {
    private CaseFiles() {}

    /// What the readers of files work with.
    ///
    /// @param inputs takes the inputs of the case that is being read
    /// @param reader takes each case
    /// @param problems takes what is wrong with a file
    /// @param rules the names of the new version's rules
    /// @param purpose what the files are for
    record Setting(
            InputPair inputs,
            CaseReader reader,
            Problems problems,
            Set<String> rules,
            Purpose purpose) {}

    /// Reads files, case by case.
    ///
    /// @param candidate the rules that the cases are about
    /// @param live the rules of the version that is live, if the cases are for both
    /// @param names the files to read, as the artifact names them
    /// @param files the files that the artifact names, by these names
    /// @return what is wrong with them; if there is anything, the cases are of no use
    public static List<Finding> read(
            RuleSet candidate,
            Optional<RuleSet> live,
            List<String> names,
            Map<String, byte[]> files,
            Purpose purpose,
            CaseReader reader) {
        var problems = new Problems();
        var setting =
                new Setting(
                        new InputPair(candidate, live),
                        reader,
                        problems,
                        candidate.names(),
                        purpose);
        read(found(names, files, setting), setting);
        return problems.list();
    }

    private static Map<String, CaseFile> found(
            List<String> names, Map<String, byte[]> files, Setting setting) {
        var found = new LinkedHashMap<String, CaseFile>();
        for (var name : names) {
            var bytes = files.get(name);
            if (bytes == null) {
                var purpose = setting.purpose();
                setting.problems()
                        .error(
                                "missing-file",
                                name,
                                0,
                                0,
                                "the artifact names this "
                                        + purpose.file().substring(2)
                                        + ", but it is not there",
                                "send it along, or take it out of the artifact's " + purpose.key());
            } else {
                found.put(name, new CaseFile(name, bytes));
            }
        }
        return found;
    }

    private static void read(Map<String, CaseFile> files, Setting setting) {
        var readAlready = new HashSet<String>();
        for (var file : files.values()) {
            if (file.kind() == CaseFile.Kind.CASES) {
                readAlready.addAll(new YamlCases(file, files, setting).read());
            }
        }
        for (var file : files.values()) {
            if (!readAlready.contains(file.name())) {
                rows(file, Layout.PLAIN, setting);
            }
        }
    }

    /// Reads a file of rows.
    static void rows(CaseFile file, Layout layout, Setting setting) {
        switch (file.kind()) {
            case CSV -> new CsvRows(file.name(), layout, setting).read(file.bytes());
            case JSON_LINES -> new JsonLines(file.name(), layout, setting).read(file.bytes());
            case CASES -> {} // read before
            case UNKNOWN ->
                    setting.problems()
                            .error(
                                    "unknown-scenario-file",
                                    file.name(),
                                    0,
                                    0,
                                    setting.purpose().file() + " cannot end like this",
                                    "use .yaml for cases, or .csv or .jsonl for rows");
        }
    }
}
