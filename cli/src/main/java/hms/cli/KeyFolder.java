package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.trust.Ed25519PrivateKey;
import hms.trust.MalformedException;
import hms.trust.OpenSshKey;
import hms.trust.OpenSshPrivateKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where a user's signing keys lie: files in OpenSSH's form, `epa-chief` and `epa-chief.pub` for
/// the key of the EPA Chief.
final class KeyFolder {
    private static final int MOST_BYTES = 16 * 1024;
    private static final String PUBLIC = ".pub";

    private final Path path;

    private KeyFolder(Path path) {
        this.path = path;
    }

    /// The folder that `HMS_KEYS` names, or `~/.config/hms/keys`.
    static KeyFolder of(Environment environment) {
        var home = environment.variable("HOME").orElse(System.getProperty("user.home", "."));
        return new KeyFolder(
                environment
                        .variable("HMS_KEYS")
                        .map(environment::path)
                        .orElse(Path.of(home, ".config", "hms", "keys")));
    }

    Path path() {
        return path;
    }

    /// The file name that a key's name becomes: lower-case ASCII letters, digits and hyphens.
    static String slug(String name) {
        var plain =
                Normalizer.normalize(name, Normalizer.Form.NFKD)
                        .replaceAll("\\p{M}", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        if (plain.isEmpty() || plain.length() > 100) {
            throw Failure.usage(
                    "\"" + name + "\" cannot be the name of a key.",
                    "Name it with letters and digits, for example \"EPA Chief\".");
        }
        return plain;
    }

    /// Makes a key and its two files; never in place of others.
    OpenSshPrivateKey make(String name, SecureRandom random) {
        var file = path.resolve(slug(name));
        var publicFile = path.resolve(slug(name) + PUBLIC);
        for (var each : List.of(file, publicFile)) {
            if (Files.exists(each)) {
                throw taken(name, each);
            }
        }
        var key = new OpenSshPrivateKey(Ed25519PrivateKey.generate(random), comment(name));
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, permissions("rwx------"));
            }
            write(file, key.format(), "rw-------");
            write(publicFile, key.publicPart() + "\n", "rw-r--r--");
        } catch (FileAlreadyExistsException e) {
            throw taken(name, Path.of(e.getFile()));
        } catch (IOException e) {
            throw Failure.refused(
                    "The key could not be written to " + path + ": " + Reading.reason(e) + ".",
                    "Check that folder, or name another in HMS_KEYS.");
        }
        return key;
    }

    private static Failure taken(String name, Path file) {
        return Failure.refused(
                "There is a key \"" + name + "\" already, " + file + ".",
                "Use it, or give the new one another name. Nothing was overwritten.");
    }

    private static String comment(String name) {
        try {
            return new OpenSshKey(
                            Ed25519PrivateKey.ofSeed(new byte[Ed25519PrivateKey.LENGTH])
                                    .publicKey(),
                            name)
                    .comment();
        } catch (MalformedException e) {
            throw Failure.usage(
                    "\"" + name + "\" cannot be the name of a key: " + e.getMessage() + ".",
                    "Name it with letters and digits, for example \"EPA Chief\".");
        }
    }

    private static void write(Path file, String text, String mode) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, permissions(mode))) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(UTF_8)));
        }
        if (hasModes(file)) {
            // the mode at creation passes through the umask
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }

    private static FileAttribute<?>[] permissions(String mode) {
        var path = Path.of("");
        return hasModes(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// The text of a private key file, if there is one.
    Optional<String> privateKey(String name) {
        return read(path.resolve(slug(name)));
    }

    /// The public key of that name, if its file is here.
    Optional<OpenSshKey> publicKey(String name) {
        return read(path.resolve(slug(name) + PUBLIC)).flatMap(KeyFolder::parsePublic);
    }

    private static Optional<OpenSshKey> parsePublic(String text) {
        try {
            return Optional.of(OpenSshKey.parse(text.strip()));
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    /// Whether others than its owner may read a private key.
    boolean isExposed(String name) {
        var file = path.resolve(slug(name));
        try {
            return hasModes(file)
                    && Files.getPosixFilePermissions(file).stream()
                            .anyMatch(
                                    p ->
                                            p == PosixFilePermission.GROUP_READ
                                                    || p == PosixFilePermission.OTHERS_READ);
        } catch (IOException _) {
            return false;
        }
    }

    /// The names of the keys that are here, by the comments of their public parts.
    List<String> names() {
        var names = new ArrayList<String>();
        if (Files.isDirectory(path)) {
            try (var files = Files.newDirectoryStream(path, "*" + PUBLIC)) {
                files.forEach(
                        file ->
                                read(file)
                                        .flatMap(KeyFolder::parsePublic)
                                        .map(OpenSshKey::comment)
                                        .ifPresent(names::add));
            } catch (IOException _) {
                return List.of();
            }
        }
        names.sort(String::compareTo);
        return names;
    }

    private static Optional<String> read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > MOST_BYTES) {
                throw Failure.refused(file + " is too large for a key.", "Name another key.");
            }
            return Optional.of(new String(Files.readAllBytes(file), UTF_8));
        } catch (IOException e) {
            throw Failure.refused(
                    file + " could not be read: " + Reading.reason(e) + ".",
                    "Check its owner and mode.");
        }
    }
}
