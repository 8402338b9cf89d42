package hms.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bot of `docs/sdk.md`, as somebody would run it who has copied it from there, with the real
/// server.
final class BotTest {
    private static final Pattern PROGRAM = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final int MOST_LINES = 15;
    private static final int ROUNDS = 60;

    @TempDir Path folder;

    @Test
    void bot_of_the_page_obeys_what_is_in_force() throws Exception {
        var bot = program();
        assertThat(bot.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
        var source = Files.writeString(folder.resolve("Bot.java"), bot);
        try (var hms = new Hms(folder)) {
            var server = hms.up(Map.of());
            hms.here("key", "new", "EPA Chief").succeeds();
            hms.here("approve", Hms.example("pm25-1.5.0.yaml"), "--sign", "EPA Chief").succeeds();
            hms.here("run", "1", "--follow").succeeds();

            var builder =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    source.toString())
                            .redirectError(folder.resolve("errors").toFile());
            builder.environment().put("HMS_URL", server.uri().toString());
            builder.environment()
                    .put("HMS_TOKEN", Files.readString(hms.data().resolve("admin-token")));
            builder.environment().put("XDG_CACHE_HOME", folder.toString());
            assertThat(firstLine(builder.start())).isEqualTo("35.1 exceeds 35");
        }
    }

    /// Lets it read until it has something to say: what it reads before anything came, it cannot
    /// judge.
    private static String firstLine(Process bot) throws Exception {
        var said = new CompletableFuture<String>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (var out = bot.inputReader(UTF_8)) {
                                said.complete(String.valueOf(out.readLine()));
                            } catch (IOException e) {
                                said.completeExceptionally(e);
                            }
                        });
        try (var in = bot.outputWriter(UTF_8)) {
            for (int round = 0; round < ROUNDS && !said.isDone(); round++) {
                in.write("12.5\n35\n35.1\n");
                in.flush();
                try {
                    said.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException _) {
                    // it has nothing yet to judge by
                }
            }
            return said.get(1, TimeUnit.SECONDS);
        } finally {
            bot.destroyForcibly();
        }
    }

    private static String program() throws Exception {
        var page = Files.readString(Hms.CHECKOUT.resolve("docs/sdk.md"));
        var found = PROGRAM.matcher(page);
        assertThat(found.find()).as("a program in docs/sdk.md").isTrue();
        return found.group(1);
    }
}
