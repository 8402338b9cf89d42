package hms.server.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds Vert.x to what the takeover takes for granted of its insides.
final class TakeoverTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /// Gives back what comes, and tells when the connection is gone.
    private static final class Echo extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            gone.complete(null);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void channel_has_our_handler_alone_and_bytes_go_both_ways(boolean nativeTransport)
            throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
        var echo = new Echo();
        var taken = new CompletableFuture<Channel>();
        try {
            var server =
                    vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(100))
                            .requestHandler(
                                    request ->
                                            // as after a worker: in a task of its own
                                            vertx.runOnContext(
                                                    _ -> {
                                                        var channel =
                                                                Takeover.of(
                                                                        request,
                                                                        echo,
                                                                        Duration.ofSeconds(7));
                                                        channel.writeAndFlush(
                                                                Unpooled.copiedBuffer(
                                                                        "ours\n", ISO_8859_1));
                                                        taken.complete(channel);
                                                    }))
                            .listen(0, "127.0.0.1")
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
                socket.setSoTimeout(10_000);
                write(socket, REQUEST);
                assertThat(line(socket)).isEqualTo("ours\n");
                write(socket, "and back\n");
                assertThat(line(socket)).isEqualTo("and back\n");

                var channel = taken.get(10, TimeUnit.SECONDS);
                assertThat(channel.pipeline().toMap().values()).containsExactly(echo);
                assertThat(channel.config().getWriteBufferHighWaterMark())
                        .isEqualTo(Takeover.HIGH_WATER);
            }
            echo.gone.get(10, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String line(Socket socket) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new AssertionError("ended after " + text);
            }
            text.append((char) c);
        }
        return text.toString();
    }
}
