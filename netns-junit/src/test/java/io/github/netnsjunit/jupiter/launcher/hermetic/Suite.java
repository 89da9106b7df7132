package io.github.netnsjunit.jupiter.launcher.hermetic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs classes of test cases in parallel, as build tools do. Arguments are the names of the classes. {@code --on-older-thread} runs them
 * on a thread that is older than the session, {@code --on-virtual-thread} on a virtual one whose carrier is older, after the main thread
 * has looked for them; {@code --again} runs them a second time; {@code --asks-late} gives JUnit the parameter with the request, and
 * {@code --asks-to-fail-late} the one about what leaves; {@code --sends-at-the-end} connects to the outside when all tests have ended.
 */
final class Suite {

    private Suite() {}

    public static void main(String[] arguments) throws Exception {
        List<String> classes = new ArrayList<>(Arrays.asList(arguments));
        boolean onOlderThread = classes.remove("--on-older-thread");
        boolean onVirtualThread = classes.remove("--on-virtual-thread");
        boolean again = classes.remove("--again");
        boolean late = classes.remove("--asks-late");
        boolean failLate = classes.remove("--asks-to-fail-late");
        boolean sendsAtTheEnd = classes.remove("--sends-at-the-end");
        ExecutorService older = onVirtualThread
                ? virtualThreads()
                : Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task, "older thread");
                    thread.setDaemon(true);
                    return thread;
                });
        older.submit(() -> {}).get(); // starts its thread
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true");
            if (late) {
                request.configurationParameter("netns.junit.jvm", "hermetic");
            }
            if (failLate) {
                request.configurationParameter("netns.junit.egress", "fail");
            }
            for (String each : classes) {
                request.selectors(selectClass(Class.forName(each)));
            }
            LauncherDiscoveryRequest built = request.build();
            if (onOlderThread) {
                older.submit(() -> session.getLauncher().execute(built, summary))
                        .get();
            } else if (onVirtualThread) {
                TestPlan plan = session.getLauncher().discover(built);
                older.submit(() -> session.getLauncher().execute(plan, summary)).get();
            } else {
                session.getLauncher().execute(built, summary);
            }
            if (again) {
                session.getLauncher().execute(built, summary);
            }
            summary.getSummary().printTo(new PrintWriter(System.out, true, UTF_8));
            summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, UTF_8), 40);
            if (sendsAtTheEnd) {
                assertThrows(SocketException.class, () -> new Socket("10.0.0.2", 7070).close());
            }
        }
        System.exit(
                summary.getSummary().getTotalFailureCount() == 0
                                && summary.getSummary().getTestsSucceededCount() > 0
                        ? 0
                        : 1);
    }

    /** Java has had them since 21. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
