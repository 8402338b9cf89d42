package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java that the pages show compiles, as it stands there.
final class SnippetsTest {
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    /// What the pages take for granted around a snippet.
    private static final String AROUND =
            """
            import hms.client.*;
            import java.net.URI;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.*;

            class Snippet%d {
                record Bot(HmsClient client) {}

                HmsClient client;
                String token, logKey, chiefKey, deputyKey;

                void asOnThePage() throws Exception {
            %s
                }
            }
            """;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/sdk.md"})
    void java_of_a_page_compiles(String page) throws Exception {
        var sources = new ArrayList<Path>();
        var found = SNIPPET.matcher(Files.readString(Hms.CHECKOUT.resolve(page)));
        while (found.find()) {
            int number = sources.size() + 1;
            var snippet = found.group(1);
            boolean isProgram = snippet.contains("void main()");
            var name = isProgram ? "Program" + number : "Snippet" + number;
            sources.add(
                    Files.writeString(
                            folder.resolve(name + ".java"),
                            isProgram ? snippet : AROUND.formatted(number, snippet)));
        }
        assertThat(sources).as(page).isNotEmpty();
        assertThat(compiled(sources)).as(page).isEmpty();
    }

    /// What the compiler has to say; nothing if all is well.
    private String compiled(List<Path> sources) {
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
            boolean isFine =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-d",
                                            folder.toString(),
                                            "-cp",
                                            System.getProperty("java.class.path")),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources))
                            .call();
            return isFine ? "" : said.toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
