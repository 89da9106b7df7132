package io.github.netnsjunit.lab.inside;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.junit.jupiter.api.Test;

/** Who opens a socket decides where it is, whichever threads serve it. */
class NettyTests {

    @Test
    void theThreadThatBindsDecidesWhereAServerListens() throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("red_ns")))) {
            NetworkNamespace red = lab.namespace("red_ns");
            EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, red.threadFactory(), NioIoHandler.newFactory());
            try {
                ServerBootstrap server = new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(new ChannelInboundHandlerAdapter());
                server.bind("127.0.0.1", 0).sync();
                assertThat(red.listeningPorts()).isEmpty();
                red.run(() -> server.bind("127.0.0.1", 8080).sync());
                assertThat(red.listeningPorts()).containsExactly(8080);
            } finally {
                group.shutdownGracefully(0, 1, SECONDS).sync();
            }
            assertThat(lab.leftThreads()).isEmpty();
        }
    }
}
