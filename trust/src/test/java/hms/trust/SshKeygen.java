package hms.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/// The real `ssh-keygen` and `openssl`, which have to understand us, and we them.
final class SshKeygen {
    private final Path folder;

    SshKeygen(Path folder) {
        this.folder = folder;
    }

    record Outcome(int exit, String output) {}

    Outcome run(byte[] input, String... command) throws IOException, InterruptedException {
        var in = folder.resolve("stdin");
        Files.write(in, input);
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(in.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " did not end: " + output);
        }
        return new Outcome(process.exitValue(), output);
    }

    /// Writes a file that only its owner can read, as ssh-keygen demands of private keys.
    Path write(String name, String content) throws IOException {
        var file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /// Makes a key with `ssh-keygen`.
    OpenSshPrivateKey newKey(String name, String comment) throws IOException, InterruptedException {
        run(new byte[0], "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", name);
        return OpenSshPrivateKey.parse(read(name));
    }
}
