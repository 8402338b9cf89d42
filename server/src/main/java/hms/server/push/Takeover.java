package hms.server.push;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;

/// Takes a connection out of Vert.x's hands: all handlers but TLS go, one of ours comes. What
/// Vert.x keeps for a connection is ten times what a subscriber needs, and its drain handler does
/// not tell of what was written past it. The only class that uses Vert.x's insides.
final class Takeover {

    static final int LOW_WATER = 32 << 10;
    static final int HIGH_WATER = 64 << 10;
    private static final int SEND_BUFFER = 64 << 10;
    private static final int RECEIVED = 512;

    private Takeover() {}

    /// The event loop that a request's connection belongs to.
    static EventLoop loop(HttpServerRequest request) {
        return ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel()
                .eventLoop();
    }

    /// The connection's channel, which is ours from now on. On the request's event loop, before
    /// anything was answered.
    ///
    /// @param patience how long the other end may take nothing of what the kernel has for it
    static Channel of(HttpServerRequest request, ChannelHandler ours, Duration patience) {
        var context = ((HttpServerConnection) request.connection()).channelHandlerContext();
        var channel = context.channel();
        var pipeline = channel.pipeline();
        var theirs = new ArrayList<>(pipeline.toMap().values());
        pipeline.addLast(ours);
        // from the end on: what a decoder has read ahead goes to whoever follows it
        Collections.reverse(theirs);
        theirs.stream().filter(h -> !(h instanceof SslHandler)).forEach(pipeline::remove);
        configure(channel, patience);
        return channel;
    }

    private static void configure(Channel channel, Duration patience) {
        var config = channel.config();
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER, HIGH_WATER));
        config.setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(RECEIVED));
        if (channel instanceof EpollSocketChannel) {
            config.setOption(
                    EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(patience.toMillis()));
        }
        config.setAutoRead(true);
    }
}
