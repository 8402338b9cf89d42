/// A rule's prose: Markdown in, safe HTML by sections out, with what changed since an earlier text
/// marked word by word.
///
/// [hms.server.register.prose.Prose] is the way in. A text is read into
/// [hms.server.register.prose.Leaf]s (the blocks that hold words), two texts are matched leaf by
/// leaf and word by word, and the result is written as HTML in which every character of the text is
/// escaped; a sanitizer stands behind that as a second wall.
@NullMarked
package hms.server.register.prose;

import org.jspecify.annotations.NullMarked;
