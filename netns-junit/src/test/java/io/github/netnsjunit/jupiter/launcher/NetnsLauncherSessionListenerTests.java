package io.github.netnsjunit.jupiter.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Starts a new Java process for each test, because only the first look-up of a name and the first lab in a process
 * matter.
 */
class NetnsLauncherSessionListenerTests {

    @Test
    void aLookUpBeforeTheFirstLabDoesNoHarmAfterTheListenerHasRun() throws Exception {
        assertThat(ChildJvm.of(LookUpInSession.class).output())
                .contains("both right")
                .doesNotContain("WARNING");
    }

    /** Shows that the missing warning in the test before means something. */
    @Test
    void aLookUpBeforeTheFirstLabLeadsToAWarningWithoutTheListener() throws Exception {
        assertThat(ChildJvm.of(LookUpWithoutSession.class).output())
                .contains("WARNING: Java caches host names for the whole process")
                .contains("-Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0");
    }

    @Test
    void nativeCodeIsLoadedEvenIfNobodyAsksForALab() throws Exception {
        assertThat(ChildJvm.of(SessionWithoutLab.class).output()).contains("loaded by itself");
    }

    @Test
    void namespacesAreMadeAheadBeforeTheFirstTest() throws Exception {
        assertThat(ChildJvm.of(NamespacesOfSession.class, "2")
                        .with("-D" + BlankNamespaces.AHEAD + "=9")
                        .output())
                .contains("made ahead: 2");
    }

    @Test
    void noneAreMadeAheadIfAFileOfTheClassPathTurnsThatOff(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("junit-platform.properties"), BlankNamespaces.AHEAD + " = off\n");
        assertThat(ChildJvm.of(NamespacesOfSession.class, "0")
                        .withClassPath(directory + File.pathSeparator + System.getProperty("java.class.path"))
                        .output())
                .contains("made ahead: 0");
    }

    /**
     * Looks up a name after the session has begun. Without a session, the first look-up decides for ever how Java
     * caches names.
     */
    static final class LookUpInSession {

        private LookUpInSession() {}

        public static void main(String[] arguments) throws Exception {
            try (LauncherSession session = LauncherFactory.openSession()) {
                assertThat(InetAddress.getAllByName("localhost")[0].isLoopbackAddress())
                        .as(session.toString())
                        .isTrue();
                for (Class<?> testCases : new Class<?>[] {OneAddressTestCases.class, OtherAddressTestCases.class}) {
                    TestKit.run(testCases).testEvents().assertStatistics(stats -> stats.succeeded(1));
                }
                System.out.println("both right");
            }
        }
    }

    /** Looks up a name without any session. */
    static final class LookUpWithoutSession {

        private LookUpWithoutSession() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(InetAddress.getAllByName("localhost")[0].isLoopbackAddress())
                    .isTrue();
            try (Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
                lab.namespace("blue_ns").run(() -> {}); // the first call in a namespace checks the name cache
            }
        }
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "red_ns", name = "veth_red", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth_blue", address = "10.0.0.2/24"))
    static class OneAddressTestCases {

        @Test
        @InNamespace("blue_ns")
        void test() throws Exception {
            assertThat(InetAddress.getAllByName("red_ns")[0].getHostAddress()).isEqualTo("10.0.0.1");
        }
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "red_ns", name = "veth_red", address = "10.0.1.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth_blue", address = "10.0.1.2/24"))
    static class OtherAddressTestCases {

        @Test
        @InNamespace("blue_ns")
        void test() throws Exception {
            assertThat(InetAddress.getAllByName("red_ns")[0].getHostAddress()).isEqualTo("10.0.1.1");
        }
    }

    /**
     * Opens a session and waits for the library. A mapped library stays mapped, so it does not matter when it is
     * loaded.
     */
    static final class SessionWithoutLab {

        private SessionWithoutLab() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(isNativeCodeLoaded()).as("before the session").isFalse();
            try (LauncherSession session = LauncherFactory.openSession()) {
                await("native code in " + session).until(SessionWithoutLab::isNativeCodeLoaded);
                System.out.println("loaded by itself");
            }
        }

        /** Whether the native library of jnr is mapped into this process (proc_pid_maps(5)). */
        private static boolean isNativeCodeLoaded() throws IOException {
            return Files.readString(Path.of("/proc/self/maps")).matches("(?s).*/\\S*jffi\\S*\\.so\\b.*");
        }
    }

    /** Opens a session without a test, and waits until as many namespaces are made ahead as the argument says. */
    static final class NamespacesOfSession {

        private NamespacesOfSession() {}

        public static void main(String[] arguments) {
            try (LauncherSession session = LauncherFactory.openSession()) {
                await("the end of the warm-up in " + session).until(() -> threads("netns-junit warm-up") == 0);
                Outside.call(() -> true); // by now the first namespace has its thread, if one is to be made
                await("namespaces made ahead")
                        .until(() -> threads("netns-junit ahead") == Integer.parseInt(arguments[0]));
                System.out.println("made ahead: " + arguments[0]);
            }
        }

        private static long threads(String name) {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals(name))
                    .count();
        }
    }
}
