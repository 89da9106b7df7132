package io.github.netnsjunit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who asks a name server, and how it comes and goes. */
class DnsServerTests extends LanWithDnsServer {

    @Test
    void theHostsOfItsLanAskItByRealPackets() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW, "www.example.test. 60 IN AAAA 2001:db8::1"));
        assertThat(lookUp(alice, "www.example.test")).containsExactlyInAnyOrder("203.0.113.1", "2001:db8:0:0:0:0:0:1");
        assertThat(alice.resolve("WWW.example.test")).isNotNull();
        assertThat(alice.exec("getent", "ahostsv4", "www.example.test").output())
                .contains("203.0.113.1");
        assertThat(alice.call(() -> Files.readString(Path.of("/etc/resolv.conf"))))
                .isEqualTo("nameserver 10.1.0.3\n");
        assertThat(dns().queries("www.example.test"))
                .contains(
                        new DnsQuery(address("alice"), "www.example.test", "A", DnsTransport.UDP),
                        new DnsQuery(address("alice"), "www.example.test", "AAAA", DnsTransport.UDP));
        dns().forgetQueries();
        assertThat(lookUp(lab.namespace("server"), "www.example.test")).hasSize(2);
        assertThat(dns().queries()).extracting(DnsQuery::from).containsOnly(InetAddress.getByName("10.1.0.3"));
    }

    @Test
    void anUnknownNameDoesNotExist() {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW));
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookUp(alice, "other.example.test"));
        assertThat(dns().queries("other.example.test")).isNotEmpty();
    }

    @Test
    void namesOfTheHostsFileComeFirstUnlessToldOtherwise() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", "bob. 60 IN A 203.0.113.66"));
        assertThat(lookUp(alice, "bob")).containsExactly("10.1.0.2");
        assertThat(dns().queries()).isEmpty();
        NetworkNamespace other =
                lab(DnsServer.of("server", "bob. 60 IN A 203.0.113.66").hosts(false));
        assertThat(lookUp(other, "bob")).containsExactly("203.0.113.66");
        assertThat(lookUp(other, "server")).containsExactly("10.1.0.3");
        assertThat(dns().queries("server")).isNotEmpty();
    }

    /** The C library reads its files once for all threads of the process, unless it notices that they are others. */
    @Test
    void namespacesOfOneJvmAskTheirOwnServers() throws Exception {
        Lan second = Lan.of("second", "10.2.0.0/24", "carol", "dave", "server2");
        lab.close();
        lab = Lab.create(Topology.of(
                OFFICE,
                second,
                DnsServer.of("server", "www.example.test. 60 IN A 203.0.113.1"),
                DnsServer.of("server2", "www.example.test. 60 IN A 203.0.113.2")));
        for (int i = 0; i < 50; i++) {
            assertThat(lookUp(lab.namespace("alice"), "www.example.test")).containsExactly("203.0.113.1");
            assertThat(lookUp(lab.namespace("carol"), "www.example.test")).containsExactly("203.0.113.2");
        }
        assertThat(lab.namespace("server").dns().queries())
                .extracting(DnsQuery::from)
                .containsOnly(address("alice"));
        assertThat(lab.namespace("server2").dns().queries())
                .extracting(DnsQuery::from)
                .containsOnly(address("carol"));
    }

    private InetAddress address(String namespace) throws UnknownHostException {
        return lab.namespace(namespace).resolve(namespace);
    }

    @Test
    void theNamedClientsAloneAskIt() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW).clients("bob"));
        assertThat(lookUp(lab.namespace("bob"), "www.example.test")).containsExactly("203.0.113.1");
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookUp(alice, "www.example.test"));
        assertThat(alice.call(() -> Files.readString(Path.of("/etc/resolv.conf"))))
                .isEmpty();
        assertThat(dns().queries()).extracting(DnsQuery::from).containsOnly(address("bob"));
    }

    @Test
    void comesAndGoesOnALiveLabAndIsNoLeak() throws Exception {
        NetworkNamespace alice = lab.namespace("alice");
        assertThatIllegalStateException()
                .isThrownBy(() -> lab.namespace("server").dns())
                .withMessage("the lab has no DNS server in namespace [server]");
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookUp(alice, "www.example.test"));
        try (Addition server = lab.add(DnsServer.of("server", WWW))) {
            assertThat(server.parts()).hasSize(1);
            assertThat(lookUp(alice, "www.example.test")).containsExactly("203.0.113.1");
            assertThat(lab.leftThreads()).isEmpty();
            try (Addition more = lab.add(DnsRecord.of("server", "new.example.test. 60 IN A 203.0.113.9"))) {
                assertThat(more.parts()).hasSize(1);
                assertThat(lookUp(alice, "new.example.test")).containsExactly("203.0.113.9");
            }
            assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookUp(alice, "new.example.test"));
        }
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookUp(alice, "www.example.test"));
        assertThat(alice.call(() -> Files.readString(Path.of("/etc/resolv.conf"))))
                .isEmpty();
        try (Addition again = lab.add(DnsServer.of("server", WWW))) { // its port is free again
            assertThat(lookUp(alice, "www.example.test")).containsExactly("203.0.113.1");
            assertThat(again.parts()).hasSize(1);
        }
    }

    /** So that the C library notices, even if all else of two files is equal, that they are not one. */
    @Test
    void noTwoFilesOfTheResolverHaveTheSameTime() throws Exception {
        String[] hosts = IntStream.range(0, 20).mapToObj(i -> "host" + i).toArray(String[]::new);
        lab.close();
        lab = Lab.create(Topology.of(Lan.of("office", "10.1.0.0/24", hosts), DnsServer.of("host0", WWW)));
        List<FileTime> times = new ArrayList<>();
        for (String host : hosts) {
            for (String file : List.of("/etc/resolv.conf", "/etc/nsswitch.conf")) {
                times.add(lab.namespace(host).call(() -> Files.getLastModifiedTime(Path.of(file))));
            }
        }
        assertThat(times).doesNotHaveDuplicates();
    }

    @Test
    void digAsksItOverUdpAndTcp() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dig")), "dig is not installed: bind9-dnsutils");
        NetworkNamespace alice = lab(DnsServer.of("server", WWW));
        assertThat(alice.exec("dig", "+short", "www.example.test").output().strip())
                .isEqualTo("203.0.113.1");
        assertThat(alice.exec("dig", "+tcp", "+noall", "+answer", "www.example.test")
                        .output())
                .containsPattern("www.example.test.\\s+60\\s+IN\\s+A\\s+203.0.113.1");
        assertThat(alice.exec("dig", "nobody.example.test").output())
                .contains("status: NXDOMAIN")
                .doesNotContain("WARNING");
        assertThat(dns().queries()).extracting(DnsQuery::transport).contains(DnsTransport.UDP, DnsTransport.TCP);
    }

    @Test
    void endsWithTheLab() throws Exception {
        lab(DnsServer.of("server", WWW));
        assertThat(serverThreads()).hasSize(1);
        lab.close();
        await("the end of the thread").until(() -> serverThreads().isEmpty());
    }

    private static List<Thread> serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("DNS server of namespace [server]"))
                .toList();
    }
}
