package io.github.netnsjunit.jupiter;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.lifecycle.Settings;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;

/** What only shows in a Java process that has done nothing else before. */
class FreshJvmTests {

    @Test
    void withTheListenerANameLookedUpBeforeTheFirstLabDoesNoHarm() throws Exception {
        assertThat(ChildJvm.of(EarlyLookUp.class).output())
                .contains("both right")
                .doesNotContain("WARNING");
    }

    /** So that the silence above tells something. */
    @Test
    void withoutTheListenerANameLookedUpBeforeTheFirstLabIsWarnedOf() throws Exception {
        assertThat(ChildJvm.of(EarlierLookUp.class).output())
                .contains("WARNING: Java caches host names for the whole process")
                .contains("-Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0");
    }

    @Test
    void withTheListenerTheNativeSideIsLoadedThoughNobodyAsksForALab() throws Exception {
        assertThat(ChildJvm.of(NoLab.class).output()).contains("loaded by itself");
    }

    @Test
    void aTimeoutOfACompletableFutureLeavesNoThreadInside() throws Exception {
        assertThat(ChildJvm.of(FirstTimeout.class).output()).contains("left nothing");
    }

    @ParameterizedTest
    @CsvSource({"okhttp, okhttp3/", "okio, okio/", "kotlin-stdlib, kotlin/"})
    void withoutOkhttpAllElseWorksAndASentenceSaysWhatToAdd(String jar, String missing) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(jar))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(ChildJvm.of(WithoutOkHttp.class, missing)
                        .withClassPath(classPath)
                        .output())
                .contains("all else works");
    }

    /** Its look-up would fix what Java's name cache does for the life of the process, had the session not begun. */
    static final class EarlyLookUp {

        private EarlyLookUp() {}

        public static void main(String[] arguments) throws Exception {
            try (LauncherSession session = LauncherFactory.openSession()) {
                assertThat(InetAddress.getAllByName("localhost")[0].isLoopbackAddress())
                        .as(session.toString())
                        .isTrue();
                for (Class<?> fixture : new Class<?>[] {OneAddressTestCases.class, OtherAddressTestCases.class}) {
                    TestKit.run(fixture).testEvents().assertStatistics(stats -> stats.succeeded(1));
                }
                System.out.println("both right");
            }
        }
    }

    /** No session begins before its look-up, nor after it. */
    static final class EarlierLookUp {

        private EarlierLookUp() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(InetAddress.getAllByName("localhost")[0].isLoopbackAddress())
                    .isTrue();
            try (Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
                lab.namespace("blue_ns")
                        .run(() -> {}); // what is seen inside is made, and tried, for the first to see it
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

    /** Opens a session, and waits. What is mapped once stays so: however soon the warm-up ends, this sees that it ran. */
    static final class NoLab {

        private NoLab() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(isNativeSideLoaded()).as("before the session").isFalse();
            try (LauncherSession session = LauncherFactory.openSession()) {
                await("the native side, in " + session).until(NoLab::isNativeSideLoaded);
                System.out.println("loaded by itself");
            }
        }

        /** Whether jnr's native library is among the files mapped into this process (proc_pid_maps(5)). */
        private static boolean isNativeSideLoaded() throws IOException {
            return Files.readString(Path.of("/proc/self/maps")).matches("(?s).*/\\S*jffi\\S*\\.so\\b.*");
        }
    }

    /** The thread that times futures is one for the whole process, and stays where it was born. */
    static final class FirstTimeout {

        private FirstTimeout() {}

        public static void main(String[] arguments) {
            TestKit.run(TimeoutTestCases.class, Map.of(Settings.LEAKS, "fail"))
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(1));
            System.out.println("left nothing");
        }
    }

    @Hermetic
    static class TimeoutTestCases {

        @Test
        void test() throws Exception {
            assertThat(new CompletableFuture<String>()
                            .completeOnTimeout("too late", 10, TimeUnit.MILLISECONDS)
                            .get())
                    .isEqualTo("too late");
        }
    }

    /** Uses a namespace where OkHttp is not on the class path. */
    static final class WithoutOkHttp {

        private WithoutOkHttp() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")))) {
                NetworkNamespace blue = lab.namespace("blue_ns");
                assertThat(blue).canPing("127.0.0.1").hasInterface("lo").isUp();
                assertThat(blue.httpClient()).isNotNull();
                assertThatIllegalStateException()
                        .isThrownBy(() -> blue.okHttpClient()) // a method reference would need OkHttp itself
                        .withMessageContaining("com.squareup.okhttp3:okhttp-jvm")
                        .withMessageContaining("Missing: " + arguments[0]);
                assertThatIllegalStateException()
                        .isThrownBy(() -> assertThat(blue).get("http://127.0.0.1:8080/"))
                        .withMessageContaining("com.squareup.okhttp3:okhttp-jvm");
            }
            System.out.println("all else works");
        }
    }
}
