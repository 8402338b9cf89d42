package hms.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.ledger.DataFolder;
import java.net.URI;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The file `server.json` in a data folder: where its owner answers. A hint; the folder's lock is
/// the truth.
///
/// @param url where the owner answers
/// @param lasting whether it stays (`hms up`), or leaves with the command that it runs
public record ServerFile(URI url, boolean lasting) {

    private static final String NAME = "server.json";

    /// What the file says, if it is there and makes sense.
    public static Optional<ServerFile> read(DataFolder folder) {
        return folder.read(NAME).flatMap(ServerFile::parse);
    }

    /// Puts it into the folder, all at once.
    public void write(DataFolder folder) {
        folder.write(NAME, json().getBytes(UTF_8));
    }

    /// Takes it out of the folder, if it is there.
    public static void remove(DataFolder folder) {
        folder.delete(NAME);
    }

    private String json() {
        return "{\"url\":\"%s\",\"lasting\":%s}\n".formatted(url.toASCIIString(), lasting);
    }

    private static Optional<ServerFile> parse(byte[] bytes) {
        try {
            var json = JsonMapper.shared().readTree(bytes);
            var url = json.path("url").asString("");
            return url.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new ServerFile(URI.create(url), json.path("lasting").asBoolean(true)));
        } catch (JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
