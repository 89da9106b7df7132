package io.github.netnsjunit.lab.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inside a namespace, Java and all programs see what the kernel has there. */
@Timeout(60)
@Tag("kernel")
class PrivateViewsTests extends LiveLab {

    /** Every address after the name of its interface, as netlink lists them. */
    private Set<String> addressesInTheKernel() {
        return blue.interfaces().stream()
                .flatMap(each -> each.addresses().stream().map(address -> each.name() + " " + address))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> addressesInJava() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(each ->
                        each.getInterfaceAddresses().stream().map(address -> each.getName() + " " + text(address)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(InterfaceAddress address) {
        InetAddress ip = address.getAddress();
        return IpAddress.text(ip) + "/" + address.getNetworkPrefixLength();
    }

    @Test
    void javaListsTheInterfacesOfTheNamespace() throws Exception {
        assertThat(addressesInTheKernel())
                .contains("veth_blue_ns 10.0.0.2/24", "veth_blue_ns fd00::2/64", "lo 127.0.0.1/8")
                .isEqualTo(blue.call(PrivateViewsTests::addressesInJava));
    }

    @Test
    void aJavaProcessListsTheInterfacesOfTheNamespace() {
        NamespaceProcess java = blue.startJava(Interfaces.class);
        assertThat(java.awaitExit(Duration.ofMinutes(1))).as(java.output()).isZero();
        assertThat(java.output().lines()).containsExactlyElementsOf(addressesInTheKernel());
    }

    @Test
    void theIpCommandListsTheInterfacesOfTheNamespace() {
        String addresses = IpCommand.in(blue, "-o addr");
        assertThat(Pattern.compile("(?m)^\\d+: (\\S+)\\s+inet6? (\\S+)")
                        .matcher(addresses)
                        .results()
                        .map(line -> line.group(1) + " " + line.group(2)))
                .containsExactlyInAnyOrderElementsOf(addressesInTheKernel());
    }

    /** A program that a test starts as a Java process. */
    static final class Interfaces {
        private Interfaces() {}

        public static void main(String[] arguments) throws IOException {
            addressesInJava().forEach(System.out::println);
        }
    }

    @Test
    void theFilesInSysAndProcShowTheInterfacesOfTheNamespace() throws Exception {
        List<String> own = blue.interfaces().stream().map(Interface::name).toList();
        assertThat(own).contains("lo", "veth_blue_ns");
        assertThat(blue.call(() -> list("/sys/class/net"))).containsExactlyInAnyOrderElementsOf(own);
        assertThat(blue.call(() -> interfacesOf("/proc/net/dev"))).containsExactlyInAnyOrderElementsOf(own);
        assertThat(blue.call(() -> interfacesOf("/proc/thread-self/net/dev"))).containsExactlyInAnyOrderElementsOf(own);
        NamespaceProcess shell = blue.start("sh", "-c", "ls /sys/class/net; cat /proc/net/dev");
        assertThat(shell.awaitExit()).isZero();
        assertThat(shell.output()).contains("lo\n", "veth_blue_ns\n", "veth_blue_ns:");
    }

    @Test
    void theViewsStayWhenTheThreadThatEnteredFirstHasEnded() throws Exception {
        try (CallThread first = LabInternals.get().newThread(blue)) {
            Thread thread = first.call(Thread::currentThread, Duration.ofSeconds(1));
            first.close();
            thread.join();
        }
        assertThat(blue.call(() -> interfacesOf("/proc/net/dev"))).contains("veth_blue_ns");
    }

    @Test
    void theViewsStayWhenTheLabHasEndedFromWhichTheFirstThreadEntered() throws Exception {
        try (Lab other = Lab.create(topology())) {
            other.namespace("root_ns").run(() -> blue.run(() -> {}));
        }
        assertThat(blue.call(() -> interfacesOf("/proc/net/dev"))).contains("veth_blue_ns");
    }

    @Test
    void aThreadThatMakesTheViewsKeepsItsInterrupt() throws Exception {
        Thread.currentThread().interrupt();
        Thread inside = blue.threadFactory().newThread(() -> {});
        assertThat(Thread.interrupted()).isTrue();
        inside.start();
        inside.join();
        assertThat(blue.call(() -> interfacesOf("/proc/net/dev"))).contains("veth_blue_ns");
    }

    private static List<String> interfacesOf(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .skip(2) // the two heading lines
                .map(line -> line.substring(0, line.indexOf(':')).trim())
                .toList();
    }

    private static List<String> list(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.filter(Files::isDirectory) // not bonding_masters
                    .map(each -> each.getFileName().toString())
                    .toList();
        }
    }

    /**
     * The name servers of the machine cannot be reached from inside. A look-up of an unknown name would wait for them.
     */
    @Test
    void noNameServersAreListed() throws Exception {
        Path file = Path.of("/etc/resolv.conf");
        assumeTrue(Files.exists(file), "the machine has no " + file);
        assertThat(blue.call(() -> Files.readString(file))).isEmpty();
        // A namespace that is opened by a process id may be somebody else's, and may reach them.
        try (NetworkNamespace foreign =
                NetworkNamespace.ofProcess(blue.start("sleep", "60").pid())) {
            assertThat(foreign.call(() -> Files.readString(file))).isEqualTo(Files.readString(file));
        }
    }

    @Test
    void theViewsAreNotSeenOutside() throws Exception {
        blue.run(() -> {});
        assertThat(addressesInJava()).noneMatch(each -> each.startsWith("veth_blue_ns"));
        assertThat(Files.readString(Path.of("/etc/hosts"))).doesNotContain("blue_ns");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("/proc/thread-self/net");
    }

    @Test
    void relativePathsMeanTheSameInside() throws Exception {
        Path outside = Path.of("").toRealPath();
        assertThat(blue.call(() -> Path.of("").toRealPath())).isEqualTo(outside);
        assertThat(blue.call(() -> Files.exists(Path.of("src/main/java"))))
                .isEqualTo(Files.exists(Path.of("src/main/java")));
        NamespaceProcess pwd = blue.start("pwd");
        assertThat(pwd.awaitExit()).isZero();
        assertThat(pwd.output().trim()).isEqualTo(outside.toString());
    }

    @Test
    void relativePathsMeanTheSameInsideIfUserDirIsSetToAnotherDirectory(@TempDir Path directory) throws Exception {
        assertThat(ChildJvm.of(RelativeFile.class)
                        .startedBy(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString()))
                        .with("-Duser.dir=/")
                        .output())
                .isEqualTo("inside: true\n");
    }

    /**
     * The directory is {@code grün} in UTF-8. In an ASCII locale Java cannot convert that name back to the same bytes.
     */
    @Test
    void relativePathsMeanTheSameInsideIfJavaCannotWriteTheNameOfTheDirectory(@TempDir Path directory)
            throws Exception {
        assumeTrue(Runtime.version().feature() >= 25, "Java 17 itself makes no logger there");
        String script = "d=$0/$(printf 'gr\\303\\274n') && mkdir \"$d\" && cd \"$d\" && LC_ALL=C exec \"$@\"";
        assertThat(ChildJvm.of(RelativeFile.class)
                        .startedBy(List.of("sh", "-c", script, directory.toString()))
                        .output())
                .isEqualTo("inside: true\n");
    }

    /** A program that looks, from inside a namespace, for a file in the working directory. */
    static final class RelativeFile {
        private RelativeFile() {}

        public static void main(String[] arguments) throws Exception {
            File file = new File("file"); // not a Path: Java would put the working directory in front of it
            assertThat(file.createNewFile()).isTrue();
            try (Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
                lab.namespace("blue_ns").run(() -> System.out.println("inside: " + file.exists()));
            }
        }
    }
}
