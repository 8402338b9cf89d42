package hms.connectors.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What an operating system's complaint means, and what to do about it.
final class Trouble {

    private Trouble() {}

    static CannotWrite with(Path folder, IOException failure) {
        var where = failure instanceof FileSystemException e ? e.getFile() : folder.toString();
        var why = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
        if (failure instanceof AccessDeniedException || "Operation not permitted".equals(why)) {
            return CannotWrite.ever(
                    where
                            + ": no permission; let the user that runs HMS-SVC read and write the folder");
        }
        if (failure instanceof NoSuchFileException) {
            return CannotWrite.now(
                    where + " is gone; something else removes files in the folder " + folder);
        }
        return switch (why == null ? "" : why) {
            case "Read-only file system" ->
                    CannotWrite.ever(
                            where
                                    + " is on a file system that is mounted read-only; mount it for writing");
            case "No space left on device", "Disk quota exceeded" ->
                    CannotWrite.now(where + ": the disk is full; make room");
            case String reason ->
                    CannotWrite.now(
                            "the folder %s could not be written: %s: %s"
                                    .formatted(
                                            folder,
                                            where,
                                            reason.isEmpty()
                                                    ? failure.getClass().getSimpleName()
                                                    : reason));
        };
    }
}
