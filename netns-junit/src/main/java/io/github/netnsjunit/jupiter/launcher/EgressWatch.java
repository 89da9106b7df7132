package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.lab.jvm.JvmNetwork;
import io.github.netnsjunit.lab.jvm.LeavingPacket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Keeps, by test, what was sent towards the outside of a hermetic JVM, and tells it at the end of the run. There is at most one, since
 * there is one network. Safe for use by several threads.
 */
final class EgressWatch implements TestExecutionListener {

    private static final System.Logger LOG = System.getLogger(EgressWatch.class.getName());
    private static final String NO_TEST = "(while no test ran)";

    private final JvmSettings.Egress mode;
    private final Map<String, TestIdentifier> running = new ConcurrentHashMap<>();

    /** What each test sent, by what messages call it. Guarded by itself. */
    private final Map<String, Set<String>> sent = new LinkedHashMap<>();

    /** The unique ids of tests and containers that certainly sent something, with their names in {@link #sent}. */
    private final Map<String, String> culprits = new ConcurrentHashMap<>();

    /** The unique ids of those that have yet to fail with it. A test that is run again is put here again if it sends again. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();

    /** The unique ids of those that have failed with it. */
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    EgressWatch(JvmSettings.Egress mode) {
        this.mode = mode;
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        running.put(started.getUniqueId(), started);
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        JvmNetwork.settleEgress(); // while it counts as running
        running.remove(finished.getUniqueId());
    }

    /** Keeps a packet. Its sender, if it waits for the answer, is still where it sent it. */
    void hear(LeavingPacket packet) {
        String what = packet.describe();
        boolean senderWaits = packet.isTcp() || packet.isDns();
        SendingThread sender = !senderWaits && isTold(nameOf(testsOf(SendingThread.UNKNOWN)), what)
                ? SendingThread.UNKNOWN // a look at all threads for each of many datagrams would take too long
                : SendingThread.of(packet);
        List<TestIdentifier> tests = testsOf(sender);
        String name = nameOf(tests);
        String who = sender.describe();
        synchronized (sent) {
            if (!who.isEmpty() || !isTold(name, what)) {
                sent.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(what + who);
            }
        }
        if (tests.size() == 1) {
            String id = tests.get(0).getUniqueId();
            culprits.put(id, name);
            untold.add(id);
        }
    }

    /** Whether a line says already that these tests sent this. */
    private boolean isTold(String name, String what) {
        synchronized (sent) {
            return sent.getOrDefault(name, Set.of()).stream()
                    .anyMatch(line -> line.equals(what) || line.startsWith(what + ","));
        }
    }

    /** The tests that may have sent it: those in the sender's stack, or else the classes there, or else all that run, or else the innermost containers. */
    private List<TestIdentifier> testsOf(SendingThread sender) {
        List<TestIdentifier> tests =
                running.values().stream().filter(TestIdentifier::isTest).toList();
        List<TestIdentifier> seen = tests.stream()
                .filter(test -> methodOf(test).map(sender::hasFrame).orElse(false))
                .toList();
        if (!seen.isEmpty()) {
            return seen;
        }
        List<TestIdentifier> containers = innermost();
        List<TestIdentifier> classesSeen = containers.stream()
                .filter(each -> classOf(each).map(sender::hasFrame).orElse(false))
                .toList();
        if (!classesSeen.isEmpty()) {
            return classesSeen; // what begins or ends a class, also while a test of another class runs
        }
        return tests.isEmpty() ? containers : tests;
    }

    /** The running containers, other than engines, that contain nothing which runs. */
    private List<TestIdentifier> innermost() {
        return running.values().stream()
                .filter(each -> each.isContainer() && each.getParentId().isPresent())
                .filter(each -> running.keySet().stream().noneMatch(id -> id.startsWith(each.getUniqueId() + "/")))
                .toList();
    }

    private static Optional<String> methodOf(TestIdentifier test) {
        return source(test, MethodSource.class)
                .map(method -> method.getClassName() + "." + method.getMethodName() + "(");
    }

    private static Optional<String> classOf(TestIdentifier container) {
        return source(container, ClassSource.class).map(type -> type.getClassName() + ".");
    }

    private static <S extends TestSource> Optional<S> source(TestIdentifier of, Class<S> type) {
        return of.getSource().filter(type::isInstance).map(type::cast);
    }

    private static String nameOf(List<TestIdentifier> tests) {
        return switch (tests.size()) {
            case 0 -> NO_TEST;
            case 1 -> nameOf(tests.get(0));
            default ->
                tests.stream().map(EgressWatch::nameOf).sorted().collect(Collectors.joining(", or ", "one of ", ""));
        };
    }

    private static String nameOf(TestIdentifier test) {
        return source(test, MethodSource.class)
                .map(method -> method.getClassName() + "." + method.getMethodName() + "()"
                        + (test.getDisplayName().equals(method.getMethodName() + "()")
                                ? ""
                                : " [" + test.getDisplayName() + "]"))
                .or(() -> source(test, ClassSource.class).map(type -> "class " + type.getClassName()))
                .orElse(test.getDisplayName());
    }

    /** What a test or container must fail with, once a run; nothing if it sent nothing, or if no test is to fail. */
    Optional<String> failureOf(String uniqueId) {
        if (mode != JvmSettings.Egress.FAIL) {
            return Optional.empty();
        }
        JvmNetwork.settleEgress();
        if (!untold.remove(uniqueId)) {
            return Optional.empty();
        }
        failed.add(uniqueId);
        return Optional.ofNullable(culprits.get(uniqueId))
                .map(name -> text("sent something towards the outside, which nobody got", Set.of(name)));
    }

    /** Tells what the tests of the run sent. */
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        JvmNetwork.settleEgress();
        String summary = text("These tests sent something towards the outside, which nobody got", names());
        if (!summary.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, summary);
        }
    }

    /** What the run must fail with at its end, because no test has failed with it; nothing if there is no such thing. */
    Optional<String> failureOfRun() {
        if (mode != JvmSettings.Egress.FAIL) {
            return Optional.empty();
        }
        Set<String> rest = names();
        failed.forEach(id -> rest.remove(culprits.get(id)));
        return Optional.of(text("Something was sent towards the outside, and no single test could fail for it", rest))
                .filter(text -> !text.isEmpty());
    }

    private Set<String> names() {
        synchronized (sent) {
            return new LinkedHashSet<>(sent.keySet());
        }
    }

    /** Lists what some tests sent; empty if that is nothing. */
    private String text(String title, Set<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        lines.add(title + ":");
        synchronized (sent) {
            for (String name : names) {
                lines.add("  " + name);
                sent.getOrDefault(name, Set.of()).forEach(each -> lines.add("    - " + each));
            }
        }
        lines.add("With " + JvmSettings.EGRESS + "=fail every such test fails, with " + JvmSettings.EGRESS
                + "=warn none does, with " + JvmSettings.EGRESS + "=ignore nothing is listened for.");
        return String.join(System.lineSeparator(), lines);
    }
}
