/// What the ledger's blobs hold, read: artifacts, the files that they name, texts.
@NullMarked
package hms.runs.content;

import org.jspecify.annotations.NullMarked;
