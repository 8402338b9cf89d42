package hms.server.push;

import hms.server.token.Bearers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A connection that is told of changes: one number, how far it has come, and what it asked for.
/// Everything happens on its event loop.
final class Subscriber extends ChannelInboundHandlerAdapter {

    private static final long GOODBYE_MS = 1_000;

    private final Audience audience;
    private final Group group;
    private final Transport transport;
    private final Bearers.Bearer bearer;
    private @Nullable Channel channel;

    /// How far it has come: the size of the ledger that the next message begins at.
    private long sent;

    /// Size of the last checkpoint that it was sent; 0 if it has none.
    private long tree;

    /// When it last stopped to take what is written, as [System#nanoTime]; 0 while it takes more.
    private long stalledNanos;

    /// Its place in the audience's list.
    private int place;

    private final int slot;
    private boolean midway = true;
    private boolean beatDue = true;
    private boolean busy;
    private boolean ended;

    /// What is left of a message that is larger than what is written at once.
    private @Nullable ByteBuf rest;

    /// The answer to the last ping, while it waits.
    private byte @Nullable [] pong;

    private @Nullable ClientFrames frames;

    Subscriber(
            Audience audience, Group group, Subscription asked, long since, long tree, int slot) {
        this.audience = audience;
        this.group = group;
        this.transport = asked.transport();
        this.bearer = asked.bearer();
        this.sent = since;
        this.tree = tree;
        this.slot = slot;
    }

    /// It has a connection, and was answered.
    void open(Channel taken) {
        channel = taken;
    }

    /// Whether there is somebody at the other end.
    boolean isOpen() {
        var to = channel;
        return to != null && to.isActive();
    }

    Group group() {
        return group;
    }

    Transport transport() {
        return transport;
    }

    Bearers.Bearer bearer() {
        return bearer;
    }

    int slot() {
        return slot;
    }

    int place() {
        return place;
    }

    void place(int at) {
        place = at;
    }

    long sent() {
        return sent;
    }

    long tree() {
        return tree;
    }

    boolean isBeatDue() {
        return beatDue;
    }

    void beatIsDue() {
        beatDue = true;
    }

    /// It was sent a heartbeat with a checkpoint of this size.
    void beaten(long size) {
        beatDue = false;
        tree = size;
    }

    /// Whether there are changes that it has to be sent.
    boolean isBehind() {
        return midway || group.isBehind(sent);
    }

    /// It is being sent this.
    void sending(Message change) {
        sent = change.to();
        midway = !change.commits();
    }

    /// Whether nothing was taken for longer than that, though something waits.
    boolean isStalled(long now, long patienceNanos) {
        return stalledNanos != 0 && now - stalledNanos > patienceNanos;
    }

    /// Writes as long as the connection takes it, first what was begun, then whatever `next` has
    /// for it.
    void write(Function<Subscriber, @Nullable ByteBuf> next) {
        var to = channel;
        if (to == null || busy || ended) {
            return;
        }
        busy = true;
        try {
            boolean wrote = false;
            while (to.isWritable() && !ended) {
                var piece = piece(next);
                if (piece == null) {
                    break;
                }
                audience.meter().sent(piece.readableBytes());
                var _ = to.write(piece, to.voidPromise());
                wrote = true;
                if (!to.isWritable()) {
                    to.flush();
                }
            }
            if (wrote) {
                to.flush();
            }
            watch(to);
        } finally {
            busy = false;
        }
    }

    private void watch(Channel to) {
        if (to.isWritable()) {
            stalledNanos = 0;
        } else if (stalledNanos == 0) {
            stalledNanos = Math.max(1, System.nanoTime());
        }
    }

    /// At most as much as the connection holds before it says that it is full.
    private @Nullable ByteBuf piece(Function<Subscriber, @Nullable ByteBuf> next) {
        var whole = rest;
        if (whole == null && pong != null) {
            whole = Unpooled.wrappedBuffer(WebSocketFrames.pong(pong));
            pong = null;
        }
        if (whole == null) {
            whole = next.apply(this);
        }
        if (whole == null) {
            return null;
        }
        if (whole.readableBytes() <= Takeover.HIGH_WATER * 2) {
            rest = null;
            return whole;
        }
        rest = whole;
        return whole.readRetainedSlice(Takeover.HIGH_WATER);
    }

    /// Ends it, with a word of why if there is still room for one.
    void end(Ending ending) {
        var to = channel;
        if (to == null || ended) {
            return;
        }
        if (rest != null || !to.isWritable()) {
            abort();
            return;
        }
        var _ =
                to.write(
                        Unpooled.wrappedBuffer(ending.message().framed(transport)),
                        to.voidPromise());
        close(ending.closeCode(), ending.code(), transport == Transport.SSE);
    }

    /// @param isAgreed whether nothing more is to come from the other end
    private void close(int code, String reason, boolean isAgreed) {
        var to = channel;
        if (to == null || ended) {
            return;
        }
        ended = true;
        var last = to.writeAndFlush(Unpooled.wrappedBuffer(transport.last(code, reason)));
        if (isAgreed) {
            var _ = last.addListener(_ -> closed(to));
        } else {
            // a WebSocket client answers with a close frame of its own, for which we wait a little
            var _ = to.eventLoop().schedule(() -> closed(to), GOODBYE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static void closed(Channel which) {
        var _ = which.close();
    }

    /// Gives it up: what waits is thrown away, here and in the kernel, and the other end is told by
    /// a reset.
    void abort() {
        var to = channel;
        if (to != null && to.isActive()) {
            ended = true;
            to.config().setOption(ChannelOption.SO_LINGER, 0);
            closed(to);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof ByteBuf in && transport == Transport.WEBSOCKET) {
                read(in);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ByteBuf in) {
        var reader = frames == null ? new ClientFrames() : frames;
        for (var asked = reader.next(in); asked != null; asked = reader.next(in)) {
            switch (asked) {
                case ClientFrames.Asked.Ping ping -> pong = ping.content();
                case ClientFrames.Asked.Pong _ -> {}
                case ClientFrames.Asked.End end -> {
                    over(end);
                    return;
                }
            }
        }
        frames = reader.isIdle() ? null : reader;
        if (pong != null) {
            audience.advance(this);
        }
    }

    /// The client ends the stream, or what it sends does.
    private void over(ClientFrames.Asked.End end) {
        var to = channel;
        if (to == null) {
            return;
        }
        if (ended || rest != null || !to.isWritable()) {
            closed(to);
            return;
        }
        close(end.code(), end.reason(), end.isAnswer());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            stalledNanos = 0;
            audience.advance(this);
        } else {
            watch(context.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        ended = true;
        audience.left(this);
    }

    /// A connection that breaks is one that ends.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        closed(context.channel());
    }
}
