package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inside, this host is called what its namespace is called, and has the namespace's address. */
@Timeout(60)
class HostNameTests extends LiveLab {

    /** An emulated machine takes over 10 s to start one that does more than print. */
    private static final Duration TIME_FOR_A_JVM = Duration.ofMinutes(1);

    /** Shows the host name of whoever reads it. */
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private static String localHost() throws IOException {
        return InetAddress.getLocalHost().toString();
    }

    private static String hostName() throws IOException {
        return Files.readString(HOST_NAME).trim();
    }

    private static String outputOf(NetworkNamespace namespace, String... command) {
        NamespaceProcess process = namespace.start(command);
        assertThat(process.awaitExit()).as(process.output()).isZero();
        return process.output().trim();
    }

    @Test
    void isTheSameForJavaAndForPrograms() throws Exception {
        assertThat(blue.call(HostNameTests::localHost)).isEqualTo("blue-ns/10.0.0.2");
        assertThat(blue.call(() -> InetAddress.getLocalHost().getCanonicalHostName()))
                .isEqualTo("blue-ns");
        assertThat(outputOf(blue, "hostname")).isEqualTo("blue-ns");
        assertThat(outputOf(blue, "uname", "-n")).isEqualTo("blue-ns");
        assertThat(outputOf(blue, "getent", "ahostsv4", "blue-ns")).startsWith("10.0.0.2 ");
    }

    /** Java keeps the answer for 5 s, for the whole process. */
    @Test
    void isThatOfTheNamespaceThatAsksWhoeverAskedBefore() throws Exception {
        String machine = localHost();
        NetworkNamespace root = lab.namespace("root_ns");
        for (int round = 0; round < 3; round++) {
            assertThat(blue.call(HostNameTests::localHost)).isEqualTo("blue-ns/10.0.0.2");
            assertThat(root.executor().submit(HostNameTests::localHost).get()).isEqualTo("root-ns/10.0.0.1");
            assertThat(blue.call(() -> root.call(HostNameTests::localHost))).isEqualTo("root-ns/10.0.0.1");
            assertThat(localHost()).isEqualTo(machine);
        }
    }

    @Test
    void isNotThatOfAnEarlierLabWithTheSameName() throws Exception {
        assertThat(blue.call(HostNameTests::localHost)).isEqualTo("blue-ns/10.0.0.2");
        try (Lab other = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
            assertThat(other.namespace("blue_ns").call(HostNameTests::localHost))
                    .isEqualTo("blue-ns/127.0.0.1");
        }
    }

    @Test
    void isInheritedByThreadsThatABodyStarts() throws Exception {
        String[] seen = new String[1];
        blue.run(() -> {
            Thread thread = new Thread(() -> {
                try {
                    seen[0] = hostName();
                } catch (IOException failure) {
                    seen[0] = failure.toString();
                }
            });
            thread.start();
            thread.join();
        });
        assertThat(seen).containsExactly("blue-ns");
    }

    @Test
    void ofTheMachineIsNotChanged() throws Exception {
        String before = hostName();
        String hosts = Files.readString(Path.of("/etc/hosts"));
        assertThat(blue.call(HostNameTests::hostName)).isEqualTo("blue-ns").isNotEqualTo(before);
        assertThat(hostName()).isEqualTo(before);
        assertThat(Files.readString(Path.of("/etc/hosts"))).isEqualTo(hosts);
    }

    @Test
    void inTheMachinesOwnNamespaceIsThatOfTheMachine() throws Exception {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
        String machine = hostName();
        try (Lab beside = Lab.create(Topology.of(Namespace.host("host_ns"), Namespace.of("blue_ns")))) {
            NetworkNamespace host = beside.namespace("host_ns");
            assertThat(host.call(HostNameTests::hostName)).isEqualTo(machine);
            assertThat(beside.namespace("blue_ns").call(() -> host.call(HostNameTests::hostName)))
                    .as("called from another namespace")
                    .isEqualTo(machine);
            assertThat(outputOf(host, "uname", "-n")).isEqualTo(machine);
        }
    }

    @ParameterizedTest
    @CsvSource({"Web_1, web-1", "büro, xn--bro-hoa", "a.b, a.b"})
    void isAValidHostName(String namespace, String expected) throws Exception {
        try (Lab other = Lab.create(Topology.of(Namespace.of(namespace)))) {
            NetworkNamespace only = other.namespace(namespace);
            assertThat(only.call(HostNameTests::hostName)).isEqualTo(expected);
            assertThat(only.call(HostNameTests::localHost)).isEqualTo(expected + "/127.0.0.1");
            assertThat(only.resolve(namespace)).isEqualTo(only.resolve(expected));
        }
    }

    /** The longest name, of 64 bytes. Its ASCII form would be longer than a host name may be. */
    @Test
    void isTheNameItselfIfThatHasNoOtherForm() throws Exception {
        String longest = "字".repeat(21) + "_";
        try (Lab other = Lab.create(Topology.of(Namespace.of(longest)))) {
            assertThat(other.namespace(longest).call(() -> hostName().getBytes(StandardCharsets.UTF_8).length))
                    .isLessThanOrEqualTo(64);
            assertThat(other.namespace(longest).resolve(longest).isLoopbackAddress())
                    .isTrue();
        }
    }

    @Test
    void isThereForAnOrdinaryUserToo() throws Exception {
        List<String> rootless = List.of("unshare", "--user", "--map-root-user", "--mount");
        assertThat(ChildJvm.of(Rootless.class).startedBy(rootless).output())
                .contains("web-1/10.0.0.1", "user/10.0.0.2", "program web-1");
    }

    /** Prints the host names in a lab of its own. */
    static final class Rootless {
        private Rootless() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(Topology.of(
                    Namespace.of("web_1"),
                    Namespace.of("user"),
                    VethLink.between(End.of("web_1", "e0", "10.0.0.1/24"), End.of("user", "e0", "10.0.0.2/24"))))) {
                for (NetworkNamespace each : lab.namespaces()) {
                    System.out.println(each.call(HostNameTests::localHost));
                }
                System.out.println("program " + outputOf(lab.namespace("web_1"), "uname", "-n"));
            }
        }
    }

    /** A stub names the address at which its object is called. Without the property java.rmi.server.hostname that is this host's. */
    @Test
    @Timeout(180)
    void isWhatRemoteObjectsAreCalledBy() {
        NamespaceProcess server = lab.namespace("root_ns").startJava(RemoteServer.class);
        server.awaitOutput("ready", TIME_FOR_A_JVM);
        NamespaceProcess client = blue.startJava(RemoteClient.class);
        assertThat(client.awaitExit(TIME_FOR_A_JVM)).as(client.output()).isZero();
        assertThat(client.output()).isEqualTo("hello from root-ns\n");
        assertThat(server.output()).contains("endpoint:[10.0.0.1:");
    }

    /** What the server offers. */
    public interface Greeter extends Remote {
        String greet() throws RemoteException;
    }

    static final class RemoteServer {
        private RemoteServer() {}

        public static void main(String[] arguments) throws Exception {
            Greeter greeter = () -> {
                try {
                    return "hello from " + InetAddress.getLocalHost().getHostName();
                } catch (IOException unknown) {
                    throw new RemoteException("no host name", unknown);
                }
            };
            Registry registry = LocateRegistry.createRegistry(Registry.REGISTRY_PORT);
            Remote stub = UnicastRemoteObject.exportObject(greeter, 0);
            registry.rebind("greeter", stub);
            System.out.println(stub + " is ready");
            new CountDownLatch(1).await();
        }
    }

    static final class RemoteClient {
        private RemoteClient() {}

        public static void main(String[] arguments) throws Exception {
            Greeter greeter = (Greeter) LocateRegistry.getRegistry("root-ns").lookup("greeter");
            System.out.println(greeter.greet());
        }
    }
}
