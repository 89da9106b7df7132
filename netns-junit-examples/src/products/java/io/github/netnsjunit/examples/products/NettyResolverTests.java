package io.github.netnsjunit.examples.products;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.DnsServer;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.service.DnsQuery;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.UnixResolverDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Netty's own resolver. It reads {@code /etc/resolv.conf} once for the whole process, so each namespace needs a provider of its own. */
// tag::netty[]
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "ns"})
@DnsServer(namespace = "ns", records = "www.example.test. 60 IN A 203.0.113.1")
class NettyResolverTests {

    @Test
    void asksTheServerOfItsNamespace(
            @NetNamespace("alice") NetworkNamespace alice, @NetNamespace("ns") NetworkNamespace ns) throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, alice.threadFactory(), NioIoHandler.newFactory());
        try {
            DnsNameResolver resolver = alice.call(() -> new DnsNameResolverBuilder(loops.next())
                    .datagramChannelType(NioDatagramChannel.class)
                    .nameServerProvider(new UnixResolverDnsServerAddressStreamProvider(
                            Path.of("/etc/resolv.conf").toFile()))
                    .build());
            assertThat(resolver.resolve("www.example.test").get().getHostAddress())
                    .isEqualTo("203.0.113.1");
            assertThat(ns.dns().queries("www.example.test"))
                    .extracting(DnsQuery::from)
                    .containsOnly(InetAddress.getByName("10.1.0.1"));
            resolver.close();
        } finally {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }
}
// end::netty[]
