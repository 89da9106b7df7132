package io.github.netnsjunit.service;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.topology.Topology;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(60)
class DnsServerTests {

    private static final String WWW = "www.example.test. 60 IN A 203.0.113.1";

    private static final Lan OFFICE = Lan.of("office", "10.1.0.0/24", "alice", "bob", "server");

    private Lab lab = Lab.create(Topology.of(OFFICE));

    @AfterEach
    void close() {
        lab.close();
    }

    private NetworkNamespace lab(DnsServer server) {
        lab.close();
        lab = Lab.create(Topology.of(OFFICE, server));
        return lab.namespace("alice");
    }

    private RunningDnsServer dns() {
        return lab.namespace("server").dns();
    }

    private static List<String> lookUp(NetworkNamespace where, String name) throws Exception {
        return where.call(() -> Stream.of(InetAddress.getAllByName(name))
                .map(InetAddress::getHostAddress)
                .toList());
    }

    /** Sends a query over UDP, and returns the answer. */
    private static Message ask(NetworkNamespace where, String name, int type) throws Exception {
        return where.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                byte[] query = query(name, type).toWire();
                socket.setSoTimeout(10_000);
                socket.send(new DatagramPacket(query, query.length, InetAddress.getAllByName("server")[0], 53));
                DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
                socket.receive(answer);
                return new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
            }
        });
    }

    private static Message query(String name, int type) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, 1));
    }

    private static List<String> answers(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(record -> record.toString().replaceAll("\\s+", " "))
                .toList();
    }

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
    void answersForEachTypeOfRecord() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of(
                "server",
                WWW,
                "alias.example.test. 5 IN CNAME www.example.test.",
                "_http._tcp.example.test. 60 IN SRV 1 2 8080 www.example.test.",
                "example.test. 60 IN TXT \"v=spf1 -all\"",
                "1.113.0.203.in-addr.arpa. 60 IN PTR www.example.test.",
                "*.wild.example.test. 60 IN A 203.0.113.9",
                "short.example.test A 203.0.113.7"));
        assertThat(answers(ask(alice, "alias.example.test", Type.A)))
                .containsExactly("alias.example.test. 5 IN CNAME www.example.test.", WWW);
        assertThat(answers(ask(alice, "_http._tcp.example.test", Type.SRV)))
                .containsExactly("_http._tcp.example.test. 60 IN SRV 1 2 8080 www.example.test.");
        assertThat(answers(ask(alice, "example.test", Type.TXT)))
                .containsExactly("example.test. 60 IN TXT \"v=spf1 -all\"");
        assertThat(answers(ask(alice, "any.wild.example.test", Type.A)))
                .containsExactly("any.wild.example.test. 60 IN A 203.0.113.9");
        assertThat(answers(ask(alice, "short.example.test", Type.A)))
                .containsExactly("short.example.test. 60 IN A 203.0.113.7");
        Message none = ask(alice, "www.example.test", Type.MX);
        assertThat(none.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answers(none)).isEmpty();
        assertThat(ask(alice, "nobody.example.test", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(alice.call(() -> InetAddress.getByName("203.0.113.1").getHostName()))
                .isEqualTo("www.example.test");
    }

    @Test
    void answersOnceThenOtherwise() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW)
                .once("www.example.test", DnsAnswer.SERVFAIL)
                .once("www.example.test", DnsAnswer.REFUSED)
                .once("www.example.test", DnsAnswer.NXDOMAIN)
                .once("www.example.test", DnsAnswer.of("www.example.test. 1 IN A 203.0.113.2"))
                .then("www.example.test", DnsAnswer.USUAL)
                .then("*.down.test", DnsAnswer.SERVFAIL));
        assertThat(ask(alice, "www.example.test", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(ask(alice, "www.example.test", Type.AAAA).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(ask(alice, "www.example.test", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(ask(alice, "www.example.test", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answers(ask(alice, "www.example.test", Type.A)))
                .containsExactly("www.example.test. 1 IN A 203.0.113.2");
        assertThat(answers(ask(alice, "www.example.test", Type.A))).containsExactly(WWW);
        assertThat(ask(alice, "a.down.test", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        dns().once("*", DnsAnswer.REFUSED);
        assertThat(ask(alice, "other.test", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dns().then("a..b", DnsAnswer.SILENCE))
                .withMessageContaining("name: [a..b] is no DNS name");
    }

    /** The library's resolver asks again after a server's failure, and a test sees how often. */
    @Test
    void theResolverTriesAgainAfterAFailure() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW).once("www.example.test", DnsAnswer.SERVFAIL));
        assertThat(lookUp(alice, "www.example.test")).containsExactly("203.0.113.1");
        assertThat(dns().queries())
                .filteredOn(query -> query.type().equals("A"))
                .hasSizeGreaterThan(1);
    }

    @Test
    void aTruncatedAnswerIsAskedForAgainOverTcp() throws Exception {
        String[] many = IntStream.range(0, 100)
                .mapToObj(i -> "many.example.test. 60 IN A 203.0.113." + i)
                .toArray(String[]::new);
        NetworkNamespace alice = lab(DnsServer.of("server", many)
                .then(
                        "forced.example.test",
                        DnsAnswer.of("forced.example.test A 203.0.113.1").asTruncated()));
        Message overUdp = ask(alice, "many.example.test", Type.A);
        assertThat(overUdp.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(overUdp.toWire().length).isLessThanOrEqualTo(512);
        dns().forgetQueries();
        assertThat(lookUp(alice, "many.example.test")).hasSize(100);
        assertThat(dns().queries("many.example.test"))
                .extracting(DnsQuery::transport)
                .contains(DnsTransport.UDP, DnsTransport.TCP);
        assertThat(lookUp(alice, "forced.example.test")).containsExactly("203.0.113.1");
        assertThat(dns().queries("forced.example.test"))
                .extracting(DnsQuery::transport)
                .contains(DnsTransport.TCP);
    }

    @Test
    void severalQueriesMayGoOverOneConnection() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW));
        List<Message> received = alice.call(() -> {
            try (Socket socket = new Socket(InetAddress.getAllByName("server")[0], 53)) {
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] query = query("www.example.test", Type.A).toWire();
                byte[] twice = new byte[2 * (query.length + 2)];
                for (int at : new int[] {0, query.length + 2}) {
                    twice[at + 1] = (byte) query.length;
                    System.arraycopy(query, 0, twice, at + 2, query.length);
                }
                out.write(twice, 0, 5); // a message may come in pieces
                out.flush();
                out.write(twice, 5, twice.length - 5);
                return List.of(
                        new Message(in.readNBytes(in.readUnsignedShort())),
                        new Message(in.readNBytes(in.readUnsignedShort())));
            }
        });
        assertThat(received).allSatisfy(answer -> assertThat(answers(answer)).containsExactly(WWW));
    }

    @Test
    void delaysAreKept() throws Exception {
        NetworkNamespace alice =
                lab(DnsServer.of("server", WWW).then("*", DnsAnswer.USUAL.delayedBy(Duration.ofMillis(300))));
        long began = System.nanoTime();
        assertThat(answers(ask(alice, "www.example.test", Type.A))).containsExactly(WWW);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
    }

    @Test
    void silenceAndAWrongIdLetTheClientGiveUp() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW)
                .resolver("options timeout:1 attempts:1")
                .then("silent.example.test", DnsAnswer.SILENCE)
                .then("www.example.test", DnsAnswer.USUAL.withWrongId()));
        for (String name : List.of("silent.example.test", "www.example.test")) {
            assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> lookUp(alice, name));
            assertThat(dns().queries(name)).isNotEmpty();
        }
        Message answer = ask(alice, "www.example.test", Type.A);
        assertThat(answers(answer)).containsExactly(WWW);
        alice.run(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(200);
                byte[] query = query("silent.example.test", Type.A).toWire();
                socket.send(new DatagramPacket(query, query.length, InetAddress.getAllByName("server")[0], 53));
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> socket.receive(new DatagramPacket(new byte[512], 512)));
            }
        });
    }

    @Test
    void brokenMessagesAreRefusedAndTheServerLivesOn() throws Exception {
        NetworkNamespace alice = lab(DnsServer.of("server", WWW));
        alice.run(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(10_000);
                InetAddress server = InetAddress.getAllByName("server")[0];
                byte[] broken = new byte[13];
                broken[1] = 7;
                broken[5] = 1; // one question, which is not there
                for (byte[] message : List.of(new byte[0], new byte[3], broken)) {
                    socket.send(new DatagramPacket(message, message.length, server, 53));
                }
                DatagramPacket answer = new DatagramPacket(new byte[512], 512);
                socket.receive(answer);
                Message refusal = new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
                assertThat(refusal.getHeader().getID()).isEqualTo(7);
                assertThat(refusal.getRcode()).isEqualTo(Rcode.FORMERR);
                Message update = query("www.example.test", Type.A);
                update.getHeader().setOpcode(Opcode.UPDATE);
                byte[] bytes = update.toWire();
                socket.send(new DatagramPacket(bytes, bytes.length, server, 53));
                socket.receive(answer);
                assertThat(new Message(Arrays.copyOf(answer.getData(), answer.getLength())).getRcode())
                        .isEqualTo(Rcode.NOTIMP);
            }
        });
        assertThat(answers(ask(alice, "www.example.test", Type.A))).containsExactly(WWW);
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
