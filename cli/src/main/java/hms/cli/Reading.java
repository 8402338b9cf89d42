package hms.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads the files that a command is given, and says why one cannot be read.
final class Reading {
    private Reading() {}

    /// The exact bytes of a file.
    ///
    /// @param shown the file as the user names it
    /// @param most how many bytes it may have
    static byte[] bytes(Path file, String shown, long most) {
        try {
            if (Files.isDirectory(file)) {
                throw Failure.refused(
                        shown + " is a folder.", "Name files, as in " + shown + "/*.yaml.");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw Failure.refused(shown + " is not a plain file.", "Name a file.");
            }
            if (Files.exists(file) && Files.size(file) > most) {
                throw Failure.refused(
                        shown + " has more than " + Spelling.number(most) + " bytes.",
                        "Make it smaller, or split it.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw Failure.refused("There is no file " + shown + ".", "Check its name.");
        } catch (IOException e) {
            throw Failure.refused(
                    shown + " could not be read: " + reason(e) + ".", "Check its owner and mode.");
        }
    }

    /// The end of a sentence.
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "this user may not";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        var reason = e instanceof FileSystemException fault ? fault.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
