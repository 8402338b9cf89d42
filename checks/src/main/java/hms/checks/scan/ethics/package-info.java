/// The rule set `ethics`: rules that look at what a person is have to say which law allows it, and
/// rules that do not have to treat groups alike all the same.
///
/// [EthicsRules] tells rules that use a [ProtectedAttribute] without a `basis`, and holds the
/// outcomes of the scenarios against the [FourFifths] rule.
@NullMarked
package hms.checks.scan.ethics;

import org.jspecify.annotations.NullMarked;
