package io.github.netnsjunit.jupiter.launcher.hermetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.holds.Programs;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.directory.InitialDirContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a suite with {@code netns.junit.jvm=hermetic} may send to: all of it is refused at once, whatever it is. */
@NetNamespace("machine")
class RefusedAtOnceTests {

    private static final String EGRESS = "netns.junit.egress";

    /** The kernel gives up a connection after more than two minutes. */
    private static final Duration AT_ONCE = Duration.ofSeconds(60);

    /** How long a test waits for an answer that comes at once. */
    private static final int PATIENCE = (int) AT_ONCE.toMillis();

    @NetNamespace("machine")
    private NetworkNamespace machine;

    @ParameterizedTest
    @ValueSource(strings = {"warn", "ignore"})
    void nothingWaitsForATimeOut(String egress) {
        ExecResult ended = run(egress);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("[         0 tests failed          ]");
    }

    @Test
    void onlyWhatATestSentIsTold() {
        assertThat(run("warn").output())
                .contains(
                        "    - TCP to 240.0.0.1:8080",
                        "    - UDP to 10.0.0.2:5001",
                        "    - UDP to [2001:db8:ffff::2]:5001",
                        "    - UDP to 239.1.2.3:5000",
                        "    - UDP to 255.255.255.255:5000",
                        "    - DNS query for unconnected.example.org",
                        "    - DNS query for jndi.example.org",
                        "    - TCP to 192.0.2.53:53",
                        "    - IP protocol 132 to 10.0.0.2")
                .doesNotContain("IP protocol 44", "IP protocol 0 ", "neverToBeTold");
    }

    private ExecResult run(String egress) {
        return machine.process(HermeticJvmTests.suite(RefusedTestCases.class)
                        .with("-Dnetns.junit.jvm=hermetic", "-D" + EGRESS + "=" + egress)
                        .command()
                        .toArray(String[]::new))
                .exec(Duration.ofMinutes(5));
    }

    static class RefusedTestCases {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "10.0.0.2",
                    "169.254.1.1",
                    "224.0.0.1",
                    "240.0.0.1",
                    "255.255.255.255",
                    "192.0.2.1",
                    "192.0.2.255",
                    "2001:db8:ffff::2",
                    "2001:db8::1",
                    "fe80::1",
                    "fd00::1",
                    "ff02::1",
                    "64:ff9b::808:808"
                })
        void connects(String address) {
            assertTimeout(
                    AT_ONCE,
                    () -> assertThrows(
                            SocketException.class, () -> new Socket(IpAddress.parse(address), 8080).close()));
        }

        @ParameterizedTest
        @CsvSource({"127.0.0.1, 10.0.0.2", "::1, 2001:db8:ffff::2"})
        void connectsFromALoopback(String loopback, String outside) {
            InetAddress from = IpAddress.parse(loopback);
            InetAddress to = IpAddress.parse(outside);
            assertTimeout(
                    AT_ONCE, () -> assertThrows(SocketException.class, () -> new Socket(to, 8080, from, 0).close()));
        }

        @Test
        void connectsWithoutBlocking() {
            assertTimeout(
                    AT_ONCE,
                    () -> assertThrows(SocketException.class, () -> {
                        try (SocketChannel channel = SocketChannel.open();
                                Selector selector = Selector.open()) {
                            channel.configureBlocking(false);
                            channel.connect(new InetSocketAddress("10.0.0.2", 8080));
                            channel.register(selector, SelectionKey.OP_CONNECT);
                            selector.select();
                            channel.finishConnect();
                        }
                    }));
        }

        /** The larger ones are cut into fragments by the kernel. */
        @ParameterizedTest
        @ValueSource(ints = {10, 9000})
        void waitsForAnAnswerByUdp(int length) throws Exception {
            for (String each : List.of("10.0.0.2", "2001:db8:ffff::2", "240.0.0.1")) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.setSoTimeout(PATIENCE);
                    assertThatExceptionOfType(SocketException.class).as(each).isThrownBy(() -> {
                        socket.connect(new InetSocketAddress(each, 5001));
                        socket.send(new DatagramPacket(new byte[length], length));
                        socket.receive(new DatagramPacket(new byte[1], 1));
                    });
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"239.1.2.3", "255.255.255.255", "ff05::5"})
        void sendsToAll(String address) throws Exception {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setBroadcast(true);
                socket.send(new DatagramPacket(new byte[1], 1, IpAddress.parse(address), 5000));
            } catch (SocketException noRoute) {
                assertThat(noRoute).hasMessageContaining("Network is unreachable");
            }
        }

        @Test
        void looksUpByTheCLibrary() {
            assertTimeout(
                    AT_ONCE,
                    () -> assertThatExceptionOfType(UnknownHostException.class)
                            .isThrownBy(() -> InetAddress.getAllByName("www.example.org")));
        }

        @Test
        @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // nothing is read but the refusal, and it asks for a Hashtable
        void looksUpByNamingAndDirectoryInterface() {
            assumeFalse(isIgnored(), "then Java asks 127.0.0.1, where nobody is");
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
            assertTimeout(
                    AT_ONCE,
                    () -> assertThatExceptionOfType(NameNotFoundException.class)
                            .isThrownBy(() -> new InitialDirContext(environment)
                                    .getAttributes("jndi.example.org", new String[] {"A"})));
        }

        /** As Netty's resolver does. A socket that is not connected does not hear that a port is unreachable. */
        @Test
        void looksUpByASocketThatIsNotConnected() throws Exception {
            assumeFalse(isIgnored(), "then the kernel refuses to send");
            byte[] query = query("unconnected");
            byte[] answer = new byte[512];
            DatagramPacket received = new DatagramPacket(answer, answer.length);
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(PATIENCE);
                socket.send(new DatagramPacket(query, query.length, IpAddress.parse("192.0.2.53"), 53));
                socket.receive(received);
            }
            assertThat(received.getAddress()).isEqualTo(IpAddress.parse("192.0.2.53"));
            assertThat(answer).startsWith(query[0], query[1]);
            assertThat(answer[2] & 0x80).as("it is an answer").isNotZero();
            assertThat(answer[3] & 0xf).as("NXDOMAIN: there is no such name").isEqualTo(3);
        }

        @Test
        void looksUpByTcp() {
            assertTimeout(
                    AT_ONCE, () -> assertThrows(SocketException.class, () -> new Socket("192.0.2.53", 53).close()));
        }

        /** What is no question gets the refusal of any other datagram. */
        @Test
        void sendsGarbageToANameServer() throws Exception {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(PATIENCE);
                assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
                    socket.connect(new InetSocketAddress("10.0.0.2", 53));
                    socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3));
                    socket.receive(new DatagramPacket(new byte[1], 1));
                });
            }
        }

        @Test
        void programsPing() throws Exception {
            Programs.need("ping");
            Process program = new ProcessBuilder("ping", "-c1", "-W" + AT_ONCE.toSeconds(), "10.0.0.2").start();
            assertThat(program.waitFor()).isNotZero();
        }

        @Test
        void programsSendByRawSockets() throws Exception {
            assumeFalse(isIgnored(), "then the kernel refuses to send");
            assertThat(python("""
                    import socket
                    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 132)
                    raw.sendto(b'x' * 20, ('10.0.0.2', 0))
                    """)).isZero();
        }

        /** Frames of other kinds than IP, and packets that contradict themselves, do no harm. */
        @Test
        void neverToBeTold() throws Exception {
            assumeTrue(Files.exists(Path.of("/sys/class/net/egress0")), "nobody listens");
            assertThat(python("""
                    import socket
                    frames = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
                    frames.bind(('egress0', 0))
                    for kind in (b'\\x08\\x06', b'\\x88\\xcc'):
                        frames.send(b'\\xff' * 12 + kind + b'\\x02\\x07' * 40)
                    for length in range(1, 60):
                        frames.send(b'\\xff' * 12 + b'\\x08\\x00' + b'\\x40' * length)
                    for length in range(1, 40):
                        frames.send(b'\\xff' * 12 + b'\\x86\\xdd' + b'\\x60' * length)
                    """)).isZero();
        }

        private static int python(String program) throws Exception {
            return new ProcessBuilder("python3", "-c", program)
                    .inheritIO()
                    .start()
                    .waitFor();
        }

        private static boolean isIgnored() {
            return "ignore".equals(System.getProperty(EGRESS));
        }

        /** A question for the IPv4 addresses of a name in {@code example.org} (RFC 1035, section 4). */
        private static byte[] query(String label) {
            byte[] query = new byte[12 + 1 + label.length() + 13 + 4];
            query[0] = 0x12;
            query[1] = 0x34;
            query[2] = 1; // recursion desired
            query[5] = 1; // one question
            int at = 12;
            for (String each : List.of(label, "example", "org", "")) {
                query[at++] = (byte) each.length();
                for (int i = 0; i < each.length(); i++) {
                    query[at++] = (byte) each.charAt(i);
                }
            }
            query[at + 1] = 1; // A
            query[at + 3] = 1; // Internet
            return query;
        }
    }
}
