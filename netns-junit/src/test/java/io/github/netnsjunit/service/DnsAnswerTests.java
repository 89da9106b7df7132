package io.github.netnsjunit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What a name server answers, and how. */
class DnsAnswerTests extends LanWithDnsServer {

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
}
