package io.github.netnsjunit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server and a client on Netty, each with event loops in a namespace of its own. */
@BlueNetwork
class NettyTests {

    @NetNamespace("root_ns")
    private NetworkNamespace root;

    @NetNamespace("blue_ns")
    private NetworkNamespace blue;

    // tag::netty[]
    @Test
    void serverAndClient() throws Exception {
        EventLoopGroup rootLoops = new MultiThreadIoEventLoopGroup(1, root.threadFactory(), NioIoHandler.newFactory());
        EventLoopGroup blueLoops = new MultiThreadIoEventLoopGroup(1, blue.threadFactory(), NioIoHandler.newFactory());
        CompletableFuture<String> answer = new CompletableFuture<>();
        try {
            ServerBootstrap server = new ServerBootstrap()
                    .group(rootLoops)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new Greeter());
            root.run(() -> server.bind("10.0.0.1", 8080).sync()); // the thread that binds opens the socket

            Bootstrap client = new Bootstrap()
                    .group(blueLoops)
                    .channel(NioSocketChannel.class)
                    .handler(new Reader(answer));
            blue.run(() -> client.connect("10.0.0.1", 8080).sync()); // and the one that connects

            assertThat(answer.get(10, SECONDS)).isEqualTo("hello");
        } finally {
            rootLoops.shutdownGracefully(0, 1, SECONDS).sync(); // otherwise they are reported as left
            blueLoops.shutdownGracefully(0, 1, SECONDS).sync();
        }
    }
    // end::netty[]

    @Sharable
    private static final class Greeter extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext connection) {
            var unused = connection.writeAndFlush(Unpooled.copiedBuffer("hello", UTF_8));
        }
    }

    private static final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
        private final CompletableFuture<String> answer;

        Reader(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext connection, ByteBuf read) {
            answer.complete(read.toString(UTF_8));
        }
    }
}
