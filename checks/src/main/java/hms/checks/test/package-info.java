/// The tests that a package brings along for itself: examples for its schema, cases for its rules,
/// and that it can be obeyed by a program that reads it through the client SDK.
///
/// [PackageTests] is the way in. [SchemaExamples] and [RuleCases] read the files that an artifact's
/// `tests` name; [IntegrationCase] asks a [ClientSdk] the same again. What came of it is a
/// [TestReport].
@NullMarked
package hms.checks.test;

import org.jspecify.annotations.NullMarked;
