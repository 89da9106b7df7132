package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.escape.EscapeCheck;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What holds when the process has no descriptor left with which the kernel could be asked about sockets. */
class NoDescriptorLeftTests {

    private static final Deque<Closeable> FILES = new ArrayDeque<>();

    /** Opens files until there are no more descriptors. */
    private static void useUp() {
        awaitWarmUp();
        var unused = new LabException("loads the class, which takes a descriptor", null);
        try {
            while (true) {
                FILES.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            assertThat(FILES.size()).isPositive();
        }
    }

    /** The network that is made when JUnit begins needs descriptors too. */
    private static void awaitWarmUp() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("netns-junit warm-up")) {
                assertThatCode(thread::join).doesNotThrowAnyException();
            }
        }
    }

    private static void giveBack() {
        try {
            while (!FILES.isEmpty()) {
                FILES.pop().close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aWatchThatCannotBeginDoesNotRunBesideLaterTests() throws Exception {
        assertThat(ChildJvm.of(TwoClasses.class).withFiles(256).output())
                .contains("at first [], then [", "FieldTestCases.test() was outside its network");
    }

    @Test
    void theFailureOfABodyArrivesWithTheReasonWhyNobodyLookedForServers() throws Exception {
        assertThat(ChildJvm.of(FailingBody.class).withFiles(256).output())
                .contains("java.lang.AssertionError: of the body")
                .contains("beside it [io.github.netnsjunit.lab.LabException: could not find out how many descriptors");
    }

    /** Runs a test whose watch cannot begin, and then one that is to be told of a socket. */
    static final class TwoClasses {

        private TwoClasses() {}

        public static void main(String[] arguments) {
            System.out.println("at first " + failures(WatchTestCases.class) + ", then "
                    + failures(ConstructorEscapeTests.FieldTestCases.class));
        }

        private static List<String> failures(Class<?> testCases) {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            try (var session = LauncherFactory.openSession()) {
                session.getLauncher()
                        .execute(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(DiscoverySelectors.selectClass(testCases))
                                        .build(),
                                summary);
            }
            return summary.getSummary().getFailures().stream()
                    .map(failure -> failure.getException().toString())
                    .toList();
        }
    }

    @ExtendWith(WatchWithoutDescriptors.class)
    static class WatchTestCases {

        @Test
        void test() {
            assertThat(FILES).isEmpty();
        }
    }

    static final class WatchWithoutDescriptors implements BeforeEachCallback {

        @Override
        public void beforeEach(ExtensionContext context) {
            Settings settings = new Settings(context);
            new EscapeWatch(context, settings).close(); // loads the classes
            useUp();
            Throwable refusal = catchThrowable(() -> new EscapeWatch(context, settings));
            giveBack();
            assertThat(refusal).isInstanceOf(LabException.class);
        }
    }

    /** Runs a test that fails with all descriptors in use, and prints what arrived. */
    static final class FailingBody {

        private FailingBody() {}

        public static void main(String[] arguments) {
            assertThat(EscapeCheck.servers()).isEmpty(); // loads the classes
            TestKit.failure(TestKit.run(FailingTestCases.class, "withDescriptors", Map.of()));
            Throwable failure = TestKit.failure(TestKit.run(FailingTestCases.class, "without", Map.of()));
            System.out.println(failure + ", beside it " + Arrays.toString(failure.getSuppressed()));
        }
    }

    @NetNamespace("blue_ns")
    static class FailingTestCases {

        @AfterEach
        void giveAllBack() {
            giveBack();
        }

        @Test
        void withDescriptors() {
            throw new AssertionError("of the body");
        }

        @Test
        void without() {
            useUp();
            throw new AssertionError("of the body");
        }
    }
}
