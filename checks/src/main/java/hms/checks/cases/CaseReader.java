package hms.checks.cases;

import hms.artifact.Document.Element;

/// Who takes what files of cases say, as it is read.
public interface CaseReader {

    /// Takes a case.
    void take(Case one);

    /// Takes the `schema` of a file of tests: examples that the artifact's schema has to accept or
    /// to refuse.
    ///
    /// @param file the file
    /// @param examples what stands under the key
    default void schema(String file, Element examples) {}
}
