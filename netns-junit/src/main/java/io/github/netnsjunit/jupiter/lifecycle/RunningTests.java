package io.github.netnsjunit.jupiter.lifecycle;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The tests and containers that run now in this JVM, by JUnit's unique ids. JUnit's launcher tells them. */
public final class RunningTests {

    /** A configuration parameter of JUnit: whether tests may run at the same time. */
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private static final Set<String> RUNNING = ConcurrentHashMap.newKeySet();
    private static final Set<Watch> WATCHES = ConcurrentHashMap.newKeySet();

    private RunningTests() {}

    /** Says that a test or a container begins. */
    public static void started(String id) {
        RUNNING.add(id);
        WATCHES.forEach(watch -> watch.meet(id));
    }

    /** Says that a test or a container has ended. */
    public static void finished(String id) {
        RUNNING.remove(id);
    }

    /**
     * Begins to watch whether other tests run beside a test or a class. Where no launcher tells which tests run, as in
     * JUnit's test kit, none runs beside another only if parallel execution is off.
     */
    static Watch watch(ExtensionContext context) {
        String id = context.getUniqueId();
        boolean told = RUNNING.contains(id)
                || isContainerRunning(context); // the launcher tells of a test after it has an instance
        boolean mayBeAlone = told
                || !context.getConfigurationParameter(PARALLEL)
                        .map(Boolean::parseBoolean)
                        .orElse(false);
        Watch watch = new Watch(id, mayBeAlone);
        if (told) {
            watch.begin();
        }
        return watch;
    }

    /** Not that of the engine: JUnit's test kit, of which no launcher tells, may run inside a test of which one does. */
    private static boolean isContainerRunning(ExtensionContext context) {
        return context.getParent()
                .filter(container -> container.getTestClass().isPresent())
                .filter(container -> RUNNING.contains(container.getUniqueId()))
                .isPresent();
    }

    /** Whether other tests run beside a test or a class. */
    static final class Watch implements AutoCloseable {

        private final String id;
        private volatile boolean alone;

        private Watch(String id, boolean alone) {
            this.id = id;
            this.alone = alone;
        }

        private void begin() {
            WATCHES.add(this); // first, so that no test is missed which begins just now
            RUNNING.forEach(this::meet);
            WATCHES.forEach(
                    other -> { // of these the launcher need not have told yet
                        meet(other.id);
                        other.meet(id);
                    });
        }

        private void meet(String other) {
            if (!other.equals(id) && !contains(other, id) && !contains(id, other)) {
                alone = false;
            }
        }

        private static boolean contains(String container, String id) {
            return id.startsWith(container + "/");
        }

        /** Whether no other test ran until now, but those that contain it or are contained in it. */
        boolean wasAlone() {
            return alone;
        }

        /** Ends the watch. */
        @Override
        public void close() {
            WATCHES.remove(this);
        }
    }
}
