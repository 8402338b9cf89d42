/// The policy artifact: strict parsing, values, versions, dates, approvals. The one validator, the
/// same on servers, in tools and in clients.
///
/// **From bytes to an artifact.** [ArtifactParser] is read first. `SourceText` takes nothing but
/// clean UTF-8, `YamlTree` and `JsonTree` both build one `Node` tree through `TreeBuilder`, which
/// holds the limits, and `ArtifactReader` reads that: the keys of [ReservedKey] by what they mean,
/// every other key as a [Value]. What is wrong comes as [Finding]s, each with its place and what to
/// do. [Document] is the same for files that go along with artifacts.
///
/// **Is it a good next version?** [VersionLint], [DateLint], [ProseLint] and [SchemaCheck] each
/// look at one thing and report findings too.
///
/// **When is it in force?** [LegalTime] and [EffectiveTime] turn what law says into instants, and
/// [Timeline] alone decides which version counts on a date; its [Answer] names the kind of absence.
///
/// **Who approved it?** An [ApprovalStatement] about a [Manifest]'s root or a single artifact,
/// signed as a [SignedApproval], is judged by [ApprovalVerifier].
@NullMarked
package hms.artifact;

import org.jspecify.annotations.NullMarked;
