package hms.checks.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/// How JSON and XML packages hold the bytes of a file: as text where that gives the same bytes
/// back, else in base64.
final class TextOrBase64 {
    private TextOrBase64() {}

    /// The text whose UTF-8 form is `bytes`, if there is one.
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] ofBase64(String name, String base64) throws RefusedArchive {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw RefusedArchive.damaged("'" + name + "' is not base64");
        }
    }
}
