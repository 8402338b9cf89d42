package hms.client;

import static hms.client.Wares.limitInForce;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bot in docs/sdk.md, run as a user would run it.
class BotTest {
    @TempDir private Path folder;

    static String source() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "sdk.md"));
        var section = page.substring(page.indexOf("## A bot in 15 lines"));
        var begin = section.indexOf("```java\n") + "```java\n".length();
        return section.substring(begin, section.indexOf("```", begin));
    }

    @Test
    void bot_has_15_lines() throws IOException {
        assertThat(source().lines().count()).isLessThanOrEqualTo(15);
    }

    @Test
    void bot_obeys_the_rule_that_is_in_force() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("Bot.java"), source());
        try (var server = new FakeHms()) {
            server.put(limitInForce("1.5.0", 35));
            var command =
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "Bot.java");
            var builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectError(folder.resolve("errors").toFile());
            builder.environment().put("HMS_URL", server.uri().toString());
            builder.environment().put("HMS_TOKEN", "t");
            builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
            builder.environment().put("LC_ALL", "C");
            var bot = builder.start();
            try (var to = bot.outputWriter(UTF_8);
                    var from = bot.inputReader(UTF_8)) {
                to.write("30\n36.5\n");
                to.flush();
                assertThat(from.readLine()).isEqualTo("36.5 exceeds 35");

                server.put(limitInForce("2.0.0", 25));
                Until.is(
                        () ->
                                server.reports().stream()
                                        .anyMatch(
                                                each ->
                                                        each.path("revision")
                                                                .asString("")
                                                                .equals("0.3")));
                to.write("30\n");
                to.flush();
                assertThat(from.readLine()).isEqualTo("30 exceeds 25");
                to.write("end\n");
                to.flush();
                assertThat(bot.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(bot.exitValue()).isZero();
            } finally {
                bot.destroyForcibly();
            }
            var last = server.reports().get(server.reports().size() - 1);
            assertThat(last.path("leaving").asBoolean()).isTrue();
        }
    }
}
