/// Reads files of cases, those that scenarios replay and those that a package tests itself with.
///
/// [CaseFiles] is the way in. A [CaseFile] is [YamlCases] written by hand, or [CsvRows] or
/// [JsonLines] in bulk; each [Case] goes to a [CaseReader] as it comes, so that no file has to fit
/// into memory as objects.
@NullMarked
package hms.checks.cases;

import org.jspecify.annotations.NullMarked;
