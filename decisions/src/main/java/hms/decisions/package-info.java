/// Decisions: an artifact's rules, compiled once and evaluated often.
///
/// ```
/// Artifact ─► RuleSet.compile ─► RuleSet ─at(date)─► BoundRules ─evaluate(rule, inputs)─► Decision
///                                   └─ inputs() ─► InputForm ─read(texts or JSON)─► Inputs
/// ```
///
/// Rules are expressions of CEL (cel-spec.dev) with one kind of number, exact; dates; texts; lists
/// and maps. [RuleCompiler] shows the way of a rule from text to program, [Rewriter] what is
/// done to it so that numbers are exact and names are slots, [Language] what is in the language and
/// its limits, [Work] how a costly rule is stopped.
@NullMarked
package hms.decisions;

import org.jspecify.annotations.NullMarked;
