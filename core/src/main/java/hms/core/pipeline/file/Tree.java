package hms.core.pipeline.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A part of a configuration file that is read strictly: a key that nobody asked for is an error,
/// and every complaint names file and path.
public final class Tree {

    private final String file;
    private final String path;
    private final Map<String, Object> map;
    private final Set<String> asked = new LinkedHashSet<>();

    private Tree(String file, String path, Map<String, Object> map) {
        this.file = file;
        this.path = path;
        this.map = map;
    }

    public static Tree parse(String file, byte[] bytes) {
        var settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setAllowDuplicateKeys(false)
                        .setMaxAliasesForCollections(0)
                        .setCodePointLimit(1 << 20)
                        .build();
        try {
            var root = new Load(settings).loadFromString(new String(bytes, StandardCharsets.UTF_8));
            return new Tree(file, "$", mapping(file, "$", root == null ? Map.of() : root));
        } catch (YamlEngineException e) {
            throw new ConfigRefused(file + " is not YAML: " + e.getMessage());
        }
    }

    private static Map<String, Object> mapping(String file, String path, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> raw)) {
            throw new ConfigRefused(
                    file + ": " + path + " has to be a mapping, not " + said(value));
        }
        var map = new LinkedHashMap<String, Object>();
        raw.forEach((k, v) -> map.put(String.valueOf(k), v == null ? "" : v));
        return map;
    }

    private static String said(@Nullable Object value) {
        return value == null ? "nothing" : "\"" + value + "\"";
    }

    public boolean has(String key) {
        return map.containsKey(key);
    }

    public Set<String> keys() {
        return map.keySet();
    }

    public String text(String key) {
        return find(key).orElseThrow(() -> wrong(key, "is missing"));
    }

    public Optional<String> find(String key) {
        asked.add(key);
        var value = map.get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(key, "has to be a text");
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }

    public Optional<Boolean> flag(String key) {
        return find(key)
                .map(
                        text ->
                                switch (text) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default ->
                                            throw wrong(
                                                    key, "has to be true or false, not " + text);
                                });
    }

    public Optional<Integer> whole(String key) {
        return find(key)
                .map(
                        text -> {
                            try {
                                return Integer.valueOf(text);
                            } catch (NumberFormatException e) {
                                throw wrong(key, "has to be a whole number, not " + text);
                            }
                        });
    }

    public Optional<Tree> tree(String key) {
        asked.add(key);
        return Optional.ofNullable(map.get(key))
                .map(value -> new Tree(file, path(key), mapping(file, path(key), value)));
    }

    /// As [#tree(String)]; empty also where nothing stands behind the key.
    public Optional<Tree> perhapsTree(String key) {
        asked.add(key);
        return "".equals(map.get(key)) ? Optional.empty() : tree(key);
    }

    public List<Tree> trees(String key) {
        var trees = new ArrayList<Tree>();
        var items = items(key);
        for (int i = 0; i < items.size(); i++) {
            var at = path(key) + "[" + i + "]";
            trees.add(new Tree(file, at, mapping(file, at, items.get(i))));
        }
        return trees;
    }

    public List<String> texts(String key) {
        return items(key).stream().map(String::valueOf).toList();
    }

    /// A text, or a list of texts; none if there is nothing.
    public List<String> lines(String key) {
        asked.add(key);
        if (!(map.get(key) instanceof List<?> list)) {
            return find(key).map(List::of).orElse(List.of());
        }
        var lines = new ArrayList<String>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == null || list.get(i) instanceof Map || list.get(i) instanceof List) {
                throw wrong(key + "[" + i + "]", "has to be a text; put it in quotes");
            }
            lines.add(String.valueOf(list.get(i)));
        }
        return lines;
    }

    /// Where it stands, as in `hms.yaml: $.pipeline.stages[2]`.
    public String place() {
        return file + ": " + path;
    }

    private List<?> items(String key) {
        asked.add(key);
        var value = map.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "has to be a list");
    }

    /// Nothing but what was asked for may stand here.
    public void end() {
        for (var key : map.keySet()) {
            if (!asked.contains(key)) {
                throw wrong(key, "is not known here; known are " + String.join(", ", asked));
            }
        }
    }

    public ConfigRefused wrong(String key, String what) {
        return new ConfigRefused(file + ": " + path(key) + " " + what);
    }

    private String path(String key) {
        return path + "." + key;
    }
}
