package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.jupiter.launcher.SendingThread.CodeMethod;
import io.github.netnsjunit.lab.jvm.JvmNetwork;
import io.github.netnsjunit.lab.jvm.LeavingPacket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
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

    /** A look at all threads takes milliseconds, and the senders wait for it. So many are taken while the same tests run. */
    private static final int MOST_LOOKS = 500;

    private final JvmSettings.Egress mode;
    private final Map<String, TestIdentifier> running = new ConcurrentHashMap<>();

    /** By the methods and the classes of tests and classes that have ended, what messages call them. */
    private final Map<CodeMethod, String> ended = new ConcurrentHashMap<>();

    private final Map<String, String> endedClasses = new ConcurrentHashMap<>();

    private final HeardByTest heard = new HeardByTest();

    /** The unique ids of tests and containers that certainly sent something, with their names in {@link #heard}. */
    private final Map<String, String> culprits = new ConcurrentHashMap<>();

    /** The unique ids of those that have yet to fail with it. A test that is run again is put here again if it sends again. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();

    /** The unique ids of those that have failed with it. */
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    /** For which running tests threads were looked at last, and how often. */
    private String lookedFor = "";

    private int looks;

    EgressWatch(JvmSettings.Egress mode) {
        this.mode = mode;
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        JvmNetwork.settleEgress(); // what was sent before it began is not its own
        running.put(started.getUniqueId(), started);
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        JvmNetwork.settleEgress(); // while it counts as running
        running.remove(finished.getUniqueId());
        String name = nameOf(finished) + ", after it had ended";
        TestCode.methodOf(finished).ifPresent(method -> ended.put(method, name));
        TestCode.source(finished, ClassSource.class).ifPresent(type -> endedClasses.put(type.getClassName(), name));
    }

    /** Keeps a packet. Its sender, if it waits for the answer, is still where it sent it. Is called by one thread at a time. */
    void hear(LeavingPacket packet) {
        String what = packet.describe();
        List<TestIdentifier> possible = innermost();
        SendingThread sender =
                isLookWorthwhile(nameOf(possible), what, packet) ? SendingThread.of(packet) : SendingThread.UNKNOWN;
        Set<CodeMethod> methods = sender.methods();
        List<TestIdentifier> tests = runningIn(methods, possible);
        String past = tests.isEmpty() ? endedIn(methods) : null;
        if (past != null) {
            heard.add(past, what, sender.describe());
            return;
        }
        List<TestIdentifier> blamed = tests.isEmpty() ? possible : tests;
        String name = nameOf(blamed);
        heard.add(name, what, sender.describe());
        if (blamed.size() == 1) {
            String id = blamed.get(0).getUniqueId();
            culprits.put(id, name);
            untold.add(id);
        }
    }

    /** Of many datagrams that are the same only the first one is worth it. */
    private boolean isLookWorthwhile(String possible, String what, LeavingPacket packet) {
        boolean senderWaits = packet.isTcp() || packet.isDns();
        if (!senderWaits && heard.isTold(possible, what)) {
            return false;
        }
        looks = possible.equals(lookedFor) ? looks + 1 : 1;
        lookedFor = possible;
        return looks <= MOST_LOOKS;
    }

    /** The tests and classes that run and are in the sender's stack: those with their very method, or else by their class. */
    private List<TestIdentifier> runningIn(Set<CodeMethod> methods, List<TestIdentifier> innermost) {
        List<TestIdentifier> exact = running.values().stream()
                .filter(TestIdentifier::isTest)
                .filter(test ->
                        TestCode.methodOf(test).filter(methods::contains).isPresent())
                .toList();
        if (!exact.isEmpty() || methods.stream().anyMatch(ended::containsKey)) {
            return exact;
        }
        Set<String> classes = methods.stream().map(CodeMethod::type).collect(Collectors.toSet());
        return innermost.stream() // what begins or ends a class or a test
                .filter(each -> TestCode.classesOf(each).stream().anyMatch(classes::contains))
                .toList();
    }

    /** What messages call the ended test or class in the sender's stack; null if there is none. */
    private @Nullable String endedIn(Set<CodeMethod> methods) {
        return methods.stream()
                .map(ended::get)
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> methods.stream()
                        .map(method -> endedClasses.get(method.type()))
                        .filter(Objects::nonNull)
                        .findFirst())
                .orElse(null);
    }

    /** What runs and contains nothing that runs: tests, and classes that begin or end. Engines do not count. */
    private List<TestIdentifier> innermost() {
        return running.values().stream()
                .filter(each -> each.getParentId().isPresent())
                .filter(each -> running.keySet().stream().noneMatch(id -> id.startsWith(each.getUniqueId() + "/")))
                .toList();
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
        return TestCode.source(test, MethodSource.class)
                .map(method -> method.getClassName() + "." + method.getMethodName() + "()"
                        + (test.getDisplayName().equals(method.getMethodName() + "()")
                                ? ""
                                : " [" + test.getDisplayName() + "]"))
                .or(() -> TestCode.source(test, ClassSource.class).map(type -> "class " + type.getClassName()))
                .orElse(test.getDisplayName());
    }

    /**
     * What a test or container must fail with, once a run; nothing if it sent nothing, or if no test is to fail. A container fails also
     * with what is in it and could not fail by itself, as a dynamic test cannot.
     */
    Optional<String> failureOf(String uniqueId) {
        if (mode != JvmSettings.Egress.FAIL) {
            return Optional.empty();
        }
        JvmNetwork.settleEgress();
        Set<String> names = new LinkedHashSet<>();
        List<String> due = untold.stream()
                .filter(id -> id.equals(uniqueId) || id.startsWith(uniqueId + "/"))
                .toList();
        for (String id : due) {
            untold.remove(id);
            failed.add(id);
            names.add(culprits.getOrDefault(id, id));
        }
        return text("sent something towards the outside, which nobody got", names);
    }

    /** Tells what the tests of the run sent. */
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        tellNews();
    }

    /** Tells what tests sent and is not told yet. */
    void tellNews() {
        JvmNetwork.settleEgress();
        text("These tests sent something towards the outside, which nobody got", heard.takeNews())
                .ifPresent(summary -> LOG.log(System.Logger.Level.WARNING, summary));
    }

    /** What the run must fail with at its end, because no test has failed with it; nothing if there is no such thing. */
    Optional<String> failureOfRun() {
        if (mode != JvmSettings.Egress.FAIL) {
            return Optional.empty();
        }
        Set<String> rest = heard.tests();
        failed.forEach(id -> rest.remove(culprits.get(id)));
        return text("Something was sent towards the outside, and no single test could fail for it", rest);
    }

    /** Lists what some tests sent; nothing if there are none. */
    private Optional<String> text(String title, Set<String> tests) {
        if (tests.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        lines.add(title + ":");
        lines.addAll(heard.list(tests));
        lines.add("With " + JvmSettings.EGRESS + "=fail every such test fails, with " + JvmSettings.EGRESS
                + "=warn none does, with " + JvmSettings.EGRESS + "=ignore nothing is listened for.");
        return Optional.of(String.join(System.lineSeparator(), lines));
    }
}
