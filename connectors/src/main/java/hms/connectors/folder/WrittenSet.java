package hms.connectors.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import hms.core.event.EventCodec;
import hms.runs.port.Bundle;
import hms.runs.port.Shipment;
import hms.trust.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// A set as it lies in its folder: one file for each version, and `index.json`, which says when
/// each is in force.
///
/// @param index the bytes of `index.json`
/// @param files the others, by their names
@SuppressWarnings("ArrayRecordComponent") // written and compared by content, here alone
record WrittenSet(byte[] index, Map<String, byte[]> files) {

    static final String INDEX = "index.json";

    /// What an index says of itself.
    ///
    /// @param digest of the set, as [Bundle#digest] has it
    /// @param policies their ids
    record Known(long sequence, String digest, List<String> policies) {}

    static WrittenSet of(Shipment shipment, List<Shipment.Item> set) {
        var index = Bundle.about(shipment.environment(), shipment.sequence(), set);
        index.put("key", shipment.key());
        var policies = index.putArray("policies");
        var files = new LinkedHashMap<String, byte[]>();
        for (var item : set) {
            var name = name(item);
            policies.add(Bundle.item(item).put("file", name));
            files.put(name, item.bytes());
        }
        return new WrittenSet((index.toPrettyString() + "\n").getBytes(UTF_8), files);
    }

    private static String name(Shipment.Item item) {
        return item.policy() + "@" + item.version() + (item.json() ? ".json" : ".yaml");
    }

    void write(Path folder) throws IOException {
        Files.createDirectory(folder);
        for (var file : files.entrySet()) {
            DurableFiles.write(folder.resolve(file.getKey()), file.getValue());
        }
        DurableFiles.write(folder.resolve(INDEX), index);
        DurableFiles.sync(folder);
    }

    /// Whether a folder holds exactly this.
    boolean isIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var inside = Files.list(folder)) {
            if (inside.count() != files.size() + 1L) {
                return false;
            }
        }
        try {
            for (var file : files.entrySet()) {
                if (!holds(folder.resolve(file.getKey()), file.getValue())) {
                    return false;
                }
            }
            return holds(folder.resolve(INDEX), index);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean holds(Path file, byte[] bytes) throws IOException {
        return Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes);
    }

    /// What the index in a folder says; empty if there is none, or what is there is no index.
    static Optional<Known> known(Path folder) throws IOException {
        try {
            var index = EventCodec.mapper().readTree(Files.readAllBytes(folder.resolve(INDEX)));
            var sequence = index.path("sequence");
            if (!sequence.isIntegralNumber() || !sequence.canConvertToLong()) {
                return Optional.empty();
            }
            var policies = new ArrayList<String>();
            index.path("policies").forEach(one -> policies.add(one.path("id").asString("")));
            return Optional.of(
                    new Known(sequence.longValue(), index.path("digest").asString(""), policies));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty();
        }
    }

    /// What is not as the index in a folder says; empty if all is.
    static Optional<String> damage(Path folder) throws IOException {
        try {
            var index = EventCodec.mapper().readTree(Files.readAllBytes(folder.resolve(INDEX)));
            for (var policy : index.path("policies")) {
                var name = policy.path("file").asString("");
                if (name.isEmpty() || name.indexOf('/') >= 0) {
                    return Optional.of(INDEX + " is not what was written");
                }
                var bytes = Files.readAllBytes(folder.resolve(name));
                if (!Digest.sha256(bytes).toString().equals(policy.path("digest").asString(""))) {
                    return Optional.of(name + " is not what was written");
                }
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(e.getFile() + " is missing");
        } catch (JacksonException e) {
            return Optional.of(INDEX + " is not what was written");
        }
    }
}
