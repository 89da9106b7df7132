package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.assertj.NetnsAssertions;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.service.DnsServer;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told on a machine that lacks something. Each program here runs where that is missing. */
class MachineTests {

    private static final List<String> ROOTLESS = List.of("unshare", "--user", "--map-root-user", "--mount");

    private static final Topology PAIR = Topology.of(
            Namespace.of("client"),
            Namespace.of("server"),
            VethLink.between(
                    End.of("client", "e0", "10.0.0.1/24"), End.of("server", "e0", "10.0.0.2/24", "fd00::2/64")));

    /** A prefix that runs commands, and then the program, in mount and network namespaces of their own. */
    private static List<String> after(String commands) {
        return List.of("unshare", "--net", "--mount", "sh", "-c", commands + " && exec \"$@\"", "sh");
    }

    /** A prefix that runs a program where a file of {@code /etc} is missing. */
    private static List<String> without(String file, Path directory) {
        // An ordinary user may not read all of /etc, and need not.
        String copy = "mount -t tmpfs none %1$s && { cp -r /etc/. %1$s 2> /dev/null || true; } && rm -f %1$s/%2$s"
                + " && mount --bind %1$s /etc";
        return after(copy.formatted(directory, file));
    }

    @Test
    void withoutAHostsFileSaysWhatToDo(@TempDir Path directory) throws Exception {
        assertThat(ChildJvm.of(Attempt.class)
                        .startedBy(without("hosts", directory))
                        .output())
                .contains("this machine has no /etc/hosts", "touch /etc/hosts");
    }

    @Test
    void withoutAResolverFileSaysWhatToDoAtEachEntry(@TempDir Path directory) throws Exception {
        assertThat(ChildJvm.of(TwoEntries.class)
                        .startedBy(without("resolv.conf", directory))
                        .output())
                .contains("first: this machine has no /etc/resolv.conf", "second: this machine has no /etc/resolv.conf")
                .contains("touch /etc/resolv.conf");
    }

    /** Enters a namespace twice that asks a name server. */
    static final class TwoEntries {
        private TwoEntries() {}

        public static void main(String[] arguments) throws Exception {
            Topology asking = Topology.of(
                    Lan.of("office", "10.1.0.0/24", "client", "server"),
                    DnsServer.of("server", "www.example.test. 60 IN A 203.0.113.1"));
            try (Lab lab = Lab.create(asking)) {
                for (String entry : List.of("first", "second")) {
                    try {
                        System.out.println(
                                entry + ": " + lab.namespace("client").call(() -> "is inside"));
                    } catch (LabException refused) {
                        System.out.println(entry + ": " + refused.getMessage());
                    }
                }
            }
        }
    }

    @Test
    void withSysReadOnlyAnOrdinaryUserHasLabs() throws Exception {
        assertThat(ChildJvm.of(Attempt.class)
                        .startedBy(after("mount -o remount,ro,bind /sys"))
                        .startedBy(ROOTLESS)
                        .output())
                .contains("entered with [e0, lo]");
    }

    @Test
    void withSysPartlyHiddenAnOrdinaryUserIsToldTheRemedy() throws Exception {
        assertThat(ChildJvm.of(Attempt.class)
                        .startedBy(after("mount -t tmpfs none /sys/kernel"))
                        .startedBy(ROOTLESS)
                        .output())
                .contains("MissingPrivilegeException", "Parts of this machine's /sys are hidden")
                .contains("--security-opt systempaths=unconfined");
    }

    /** Enters a lab, and says what is seen in /sys there. */
    static final class Attempt {
        private Attempt() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(PAIR)) {
                // Beside the interfaces there may be files, such as that of the bonding driver.
                String[] seen = lab.namespace("client")
                        .call(() -> new File("/sys/class/net")
                                .list((directory, name) -> new File(directory, name).isDirectory()));
                Arrays.sort(seen);
                System.out.println("entered with " + Arrays.toString(seen));
            } catch (LabException refused) {
                System.out.println(refused);
            }
        }
    }

    @Test
    void withoutDescriptorsALabAndALookUpSayHowToGetMore() throws Exception {
        assertThat(ChildJvm.of(FewFiles.class).withFiles(128).output())
                .contains(
                        "look-up: io.github.netnsjunit.lab.LabException: namespace [client]: could not look up [server]")
                .contains("raise the limit (ulimit -n)")
                .contains("EMFILE", "This process may have no more files open: see ulimit -Hn");
    }

    /** Opens files until there are no more descriptors, then looks a name up and makes a lab. */
    static final class FewFiles {
        private FewFiles() {}

        public static void main(String[] arguments) throws Exception {
            List<AutoCloseable> files = new ArrayList<>();
            try (Lab lab = Lab.create(PAIR)) {
                NetworkNamespace client = lab.namespace("client");
                loadWhatTellsOfFailures(client);
                exhaust(files);
                try {
                    System.out.println("look-up: " + client.resolve("server"));
                } catch (IOException | LabException failure) {
                    System.out.println("look-up: " + failure);
                }
                try {
                    Lab.create(PAIR).close();
                } catch (LabException failure) {
                    System.out.println(failure);
                }
                for (AutoCloseable file : files) {
                    file.close();
                }
            }
        }

        /** Here the classes are files of their own, which cannot be opened later. A user has them in a jar, which is open. */
        private static void loadWhatTellsOfFailures(NetworkNamespace client) {
            for (Callable<Object> failing : List.<Callable<Object>>of(
                    () -> client.resolve("nobody.invalid"),
                    () -> new FailingLibc().failCall(3, Errno.EMFILE).lab(PAIR))) {
                assertThatThrownBy(failing::call).isNotNull();
            }
        }

        private static void exhaust(List<AutoCloseable> files) {
            while (true) {
                try {
                    files.add(Files.newInputStream(Path.of("/dev/null")));
                } catch (IOException exhausted) {
                    return;
                }
            }
        }
    }

    @Test
    void javaThatStartedWithoutIPv6SaysSo() throws Exception {
        assertThat(ChildJvm.of(WithoutIPv6.class).startedBy(after("true")).output())
                .contains("this Java process does without IPv6 until it ends", "ip link set lo up")
                .contains("[six] has IPv6 addresses alone, and this Java process does without IPv6")
                .contains("by address: Reached")
                .contains(
                        "with an interface: namespace [client]: [fe80::9%e0] is an IPv6 address with its interface, and this")
                .contains("not to be able to connect to fd00::2 port 8080")
                .contains("but that says nothing about a host: this Java process does without IPv6 until it ends")
                .contains("named: passed");
        assertThat(ChildJvm.of(WithoutIPv6.class)
                        .with("-Djava.net.preferIPv4Stack=true")
                        .output())
                .contains("because it was started with -Djava.net.preferIPv4Stack=true: start it without");
    }

    /** Asks for IPv6, and for a name that has IPv6 addresses alone. */
    static final class WithoutIPv6 {
        private WithoutIPv6() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(KernelFeature.IPV6.reason());
            try (Lab lab = Lab.create(Topology.of(
                    Namespace.of("client"),
                    Namespace.of("six"),
                    VethLink.between(End.of("client", "e0", "fd00::1/64"), End.of("six", "e0", "fd00::2/64"))))) {
                NetworkNamespace client = lab.namespace("client");
                System.out.println("by address: "
                        + Ping.of(client, "fd00::2").send().getClass().getSimpleName());
                System.out.println("with an interface: "
                        + catchThrowable(() -> Ping.of(client, "fe80::9%e0").send())
                                .getMessage());
                // this would be reached if Java had IPv6
                try (ServerSocket server = lab.namespace("six").call(() -> new ServerSocket(8080))) {
                    System.out.println(catchThrowable(() -> NetnsAssertions.assertThat(client)
                                    .cannotConnectTo("fd00::2", server.getLocalPort()))
                            .getMessage());
                }
                NetnsAssertions.assertThat(client)
                        .cannotConnectTo("fd00::2", 8080)
                        .because(Unreachable.REFUSED);
                System.out.println("named: passed");
                System.out.println("by name: " + Ping.of(client, "six").send());
            } catch (LabException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    @Test
    void inAnAsciiLocaleOtherNamesAndArgumentsAreRefused() throws Exception {
        assertThat(ChildJvm.of(Umlaut.class)
                        .startedBy(List.of("env", "LC_ALL=C"))
                        .output())
                .containsPattern("cannot name a namespace here, because no program could look it up: this Java process"
                        + " cannot write it in the encoding of its locale, \\S+ \\(sun.jnu.encoding\\): start Java with"
                        + " LC_ALL=C.UTF-8")
                .contains("cannot be passed to a program: this Java process cannot write it");
        assertThat(ChildJvm.of(Umlaut.class)
                        .startedBy(List.of("env", "LC_ALL=C.UTF-8"))
                        .output())
                .contains("resolved: 127.0.0.1", "exit code 0");
    }

    @Test
    void inAnAsciiLocaleOtherNamesOfInterfacesWorkAndSuchDirectoriesAreRefused(@TempDir Path directory)
            throws Exception {
        Files.createDirectory(directory.resolve("gr\u00fcn"));
        for (String locale : List.of("LC_ALL=C", "LC_ALL=C.UTF-8")) {
            String output = ChildJvm.of(UmlautElsewhere.class)
                    .startedBy(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString(), "env", locale))
                    .output();
            assertThat(output).contains("interface: true").contains("reached: Reached");
            if (locale.equals("LC_ALL=C")) {
                assertThat(output)
                        .containsPattern(
                                "the kernel parameter \\[.*] can neither be read nor set: this Java process cannot write it")
                        .containsPattern(
                                "the directory \\[.*] cannot be passed to a program: this Java process cannot write it");
            } else {
                assertThat(output).contains("parameter: 1", "exit code 0");
            }
        }
    }

    /** Uses an interface and a directory whose names are not ASCII. */
    static final class UmlautElsewhere {
        private UmlautElsewhere() {}

        public static void main(String[] arguments) throws Exception {
            String name = "gr\u00fcn0";
            try (Lab lab = Lab.create(Topology.of(
                            Namespace.of("one"),
                            Namespace.of("two"),
                            VethLink.between(End.of("one", name, "10.0.0.1/24"), End.of("two", "e0", "10.0.0.2/24"))));
                    Stream<Path> files = Files.list(Path.of(""))) {
                NetworkNamespace one = lab.namespace("one");
                System.out.println(
                        "interface: " + one.interfaceNamed(name).name().equals(name));
                String parameter = "net.ipv4.conf." + name + ".proxy_arp";
                try {
                    one.sysctl(parameter, "1");
                    System.out.println("parameter: " + one.sysctl(parameter));
                } catch (LabException refused) {
                    System.out.println(refused.getMessage());
                }
                System.out.println(
                        "reached: " + Ping.of(one, "10.0.0.2").send().getClass().getSimpleName());
                Path directory = files.findFirst().orElseThrow();
                try {
                    System.out.println("exit code "
                            + one.process("true").directory(directory).start().awaitExit());
                } catch (IllegalArgumentException refused) {
                    System.out.println(refused.getMessage());
                }
            }
        }
    }

    /** Uses a name and an argument that are not ASCII. */
    static final class Umlaut {
        private Umlaut() {}

        public static void main(String[] arguments) throws Exception {
            String name = "b\u00fcro";
            try (Lab lab = Lab.create(Topology.of(Namespace.of(name)))) {
                System.out.println(
                        "resolved: " + lab.namespace(name).resolve(name).getHostAddress());
            } catch (TopologyException refused) {
                System.out.println(refused.getMessage());
            }
            try (Lab lab = Lab.create(Topology.of(Namespace.of("ascii")))) {
                int exitCode =
                        lab.namespace("ascii").start("test", name, "=", name).awaitExit();
                System.out.println("exit code " + exitCode);
            } catch (IllegalArgumentException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    @Test
    void aProcessInAnotherUserNamespaceIsCalledThat() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            assertThat(ChildJvm.of(Foreign.class, Long.toString(sleep.pid()))
                            .startedBy(ROOTLESS)
                            .output())
                    .contains("could not open /proc/" + sleep.pid() + "/ns/net")
                    .contains("is in another user namespace", "start both in the same one")
                    .contains("The network namespace belongs to another user namespace than this process");
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    /** Opens the namespace of a process outside, and its own, which was made outside too. */
    static final class Foreign {
        private Foreign() {}

        public static void main(String[] arguments) {
            for (long pid : new long[] {
                Long.parseLong(arguments[0]), ProcessHandle.current().pid()
            }) {
                try {
                    NetworkNamespace.ofProcess(pid).close();
                } catch (LabException refused) {
                    System.out.println(refused);
                }
            }
        }
    }
}
