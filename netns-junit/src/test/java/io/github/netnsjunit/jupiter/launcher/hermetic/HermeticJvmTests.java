package io.github.netnsjunit.jupiter.launcher.hermetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.Unprivileged;
import io.github.netnsjunit.holds.UserNamespace;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A suite with {@code netns.junit.jvm=hermetic}. It runs in a Java process whose machine is a namespace of the test: with an interface, a
 * way to a server, and counters that nobody else changes.
 */
@NetNamespace("machine")
@NetNamespace("internet")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "internet", name = "eth0", address = "10.0.0.2/24"))
class HermeticJvmTests {

    private static final String HERMETIC = "-Dnetns.junit.jvm=hermetic";
    private static final Duration BOUND = Duration.ofMinutes(2);

    @NetNamespace("machine")
    private NetworkNamespace machine;

    @Test
    void nothingOfASuiteLeaves(Lab lab) throws Exception {
        try (ServerSocket ofMachine = serverIn(machine);
                ServerSocket server = serverIn(lab.namespace("internet"))) {
            String before = counters();
            assertSucceeds(suite(WholeSuiteTestCases.class).with(HERMETIC).command());
            assertThat(counters()).as("what the kernel of the machine counted").isEqualTo(before);
        }
    }

    /** Shows that the test before means something. */
    @Test
    void withoutItTheSuiteReachesTheInternet(Lab lab) throws Exception {
        try (ServerSocket server = serverIn(lab.namespace("internet"))) {
            String before = counters();
            ExecResult ended = run(suite(WholeSuiteTestCases.class).command());
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.output()).contains("aConnectToTheOutsideIsRefusedAtOnce");
            assertThat(counters()).isNotEqualTo(before);
        }
    }

    @Test
    void virtualThreadsOfALaterJdkStayInside() throws Exception {
        ChildJvm suite = suite(WholeSuiteTestCases.class).on(laterJdk()).with(HERMETIC);
        String before = counters();
        assertSucceeds(suite.command());
        assertThat(counters()).isEqualTo(before);
    }

    @Test
    void theConsoleLauncherStaysInside() throws Exception {
        String before = counters();
        assertSucceeds(List.of(
                ChildJvm.JAVA,
                HERMETIC,
                "-cp",
                consoleLauncher() + File.pathSeparator + System.getProperty("java.class.path"),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--config=junit.jupiter.execution.parallel.enabled=true",
                "--select-class=" + WholeSuiteTestCases.class.getName()));
        assertThat(counters()).isEqualTo(before);
    }

    @Test
    void aFileOfTheClassPathIsEnough(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("junit-platform.properties"), "netns.junit.jvm = hermetic\n");
        assertSucceeds(suite(WholeSuiteTestCases.class)
                .withClassPath(directory + File.pathSeparator + System.getProperty("java.class.path"))
                .command());
    }

    @Test
    void anOlderThreadThatRunsTheTestsGoesInsideToo() throws Exception {
        assertSucceeds(suite(WholeSuiteTestCases.class, "--on-older-thread")
                .with(HERMETIC)
                .command());
    }

    /** A virtual thread cannot be taken inside. JUnit goes on with the tests all the same. */
    @Test
    void testsThatRanOutsideFailTheSession() throws Exception {
        ExecResult ended = run(suite(OneTestCase.class, "--on-virtual-thread")
                .on(laterJdk())
                .with(
                        HERMETIC,
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1")
                .command());
        assertThat(ended.exitCode()).as(ended.output()).isNotZero();
        assertThat(ended.output())
                .contains("Tests have run in the machine's network: JUnit runs on the virtual thread");
    }

    @Test
    void anOrdinaryUsersSuiteStaysInsideToo() throws Exception {
        assumeTrue(UserNamespace.canBeMade(), "no user namespace can be made here");
        String before = counters();
        assertSucceeds(suite(WholeSuiteTestCases.class)
                .startedBy(UserNamespace.ENTER)
                .with(HERMETIC)
                .command());
        assertThat(counters()).isEqualTo(before);
    }

    @Test
    void withoutPrivilegesTheRunFailsWithTheRemedy(@TempDir Path directory) throws Exception {
        ExecResult ended = run(Unprivileged.childJvm(directory, Suite.class, OneTestCase.class.getName())
                .with(HERMETIC)
                .command());
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output())
                .contains("make a network for the whole Java process: unshare(CLONE_NEWNET): ")
                .contains("unshare --user --map-root-user --mount ./mvnw verify")
                .contains("as root: sudo ./mvnw verify")
                .doesNotContain("the test has run");
    }

    @Test
    void aParameterThatComesTooLateFailsTheRun() throws Exception {
        ExecResult ended = run(suite(OneTestCase.class, "--asks-late").command());
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output())
                .contains("The configuration parameter netns.junit.jvm has come with the request to run tests")
                .doesNotContain("the test has run");
    }

    @Test
    void anotherValueFailsTheRun() throws Exception {
        ExecResult ended =
                run(suite(OneTestCase.class).with("-Dnetns.junit.jvm=hermetik").command());
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output())
                .contains("The configuration parameter netns.junit.jvm has the value [hermetik]."
                        + " Set it to one of [hermetic], [shared].")
                .doesNotContain("the test has run");
    }

    @Test
    void theHostNamespaceIsThatOfTheMachine() throws Exception {
        assertSucceeds(suite(HostTestCases.class).with(HERMETIC).command());
    }

    @Test
    void aSocketOfTheJvmsNetworkIsOutsideOfALab() throws Exception {
        assertThat(assertSucceeds(suite(EscapeTestCases.class).with(HERMETIC).command()))
                .contains("a TCP server on ")
                .contains(" is in the network of the whole JVM, outside the test's own.");
    }

    /** They were there before the session: the JVM's own, and that of {@link Suite}. The one that hears what leaves has a namespace of its own. */
    @Test
    void onlyThreadsOfTheJvmStayOutside() throws Exception {
        assertSucceeds(suite(ThreadsTestCases.class).with(HERMETIC).command());
    }

    static ChildJvm suite(Class<?> testCases, String... more) {
        return ChildJvm.of(
                Suite.class,
                Stream.concat(Stream.of(testCases.getName()), Stream.of(more)).toArray(String[]::new));
    }

    private ExecResult run(List<String> command) {
        return machine.process(command.toArray(String[]::new)).exec(BOUND);
    }

    private String assertSucceeds(List<String> command) {
        ExecResult ended = run(command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    private static ServerSocket serverIn(NetworkNamespace namespace) throws IOException {
        return namespace.serverSocketFactory().createServerSocket(WholeSuiteTestCases.PORT);
    }

    private String counters() {
        return counters(machine);
    }

    /** The lines of snmp counters of IP, TCP and UDP; see RFC 1213. */
    static String counters(NetworkNamespace machine) {
        return machine.exec("cat", "/proc/net/snmp")
                .output()
                .lines()
                .filter(line -> line.matches("(Ip|Tcp|Udp): .*"))
                .reduce("", (one, other) -> one + "\n" + other);
    }

    private static Path laterJdk() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/usr/lib/jvm"))) {
            List<Path> later = all.filter(HermeticJvmTests::isJdk25)
                    .map(jdk -> jdk.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .toList();
            assumeTrue(!later.isEmpty(), "no JDK 25 under /usr/lib/jvm");
            return later.get(0);
        }
    }

    private static boolean isJdk25(Path jdk) {
        Path release = jdk.resolve("release");
        try {
            return Files.exists(release)
                    && Files.readAllLines(release).stream().anyMatch(line -> line.matches("JAVA_VERSION=\"25\\b.*"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The console launcher of the JUnit that runs this test, from the same repository. */
    private static Path consoleLauncher() {
        Path console = launcher()
                .getParent()
                .getParent()
                .resolveSibling("junit-platform-console-standalone")
                .resolve(versionOfJUnit())
                .resolve("junit-platform-console-standalone-" + versionOfJUnit() + ".jar");
        assumeTrue(Files.exists(console), console + " was never downloaded");
        return console;
    }

    static String versionOfJUnit() {
        // JUnit 5 has two numbers: 1.14.4 is the launcher of 5.14.4
        return launcher().getParent().getFileName().toString();
    }

    /** Maven's local repository. */
    static Path repository() {
        return launcher().resolve("../../../../../..").normalize();
    }

    /** The jar of JUnit's launcher, {@code …/org/junit/platform/junit-platform-launcher/1.14.4/junit-platform-launcher-1.14.4.jar}. */
    private static Path launcher() {
        return Arrays.stream(classPath())
                .filter(jar -> jar.matches(".*/junit-platform-launcher-[^/]*\\.jar"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    static String[] classPath() {
        return System.getProperty("java.class.path").split(File.pathSeparator);
    }

    static class OneTestCase {
        @Test
        void test() {
            System.out.println("the test has run");
        }
    }

    @HostNamespace("host")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "host", name = "veth_host", address = "10.203.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.203.0.2/24"))
    static class HostTestCases {

        @Test
        void theMachinesInterfacesAreThere(Lab lab) {
            assertThat(lab.namespace("host").interfaces()).extracting("name").contains("eth0", "veth_host");
        }

        @Test
        @InNamespace("host")
        void aBodyInItReachesTheMachinesNeighbours() throws Exception {
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress("10.0.0.1", 0)); // the address of the machine's eth0
            }
        }
    }

    @NetNamespace("blue_ns")
    static class EscapeTestCases {

        /** Not a local variable: Java closes a socket that nobody can reach any more when it collects garbage. */
        private ServerSocket server;

        @Test
        void opensAServerOnJUnitsThread() throws Exception {
            server = new ServerSocket(0);
            assertThat(server.getLocalPort()).isPositive();
        }
    }
}
