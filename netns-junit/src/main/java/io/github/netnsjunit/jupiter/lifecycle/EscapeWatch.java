package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.lab.escape.EscapeCheck;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/**
 * Watches what a test, or a class whose tests share a lab or an instance, opens outside its network. It begins before JUnit makes the
 * instance, if it makes one for this test or class. The Store ends it, after its {@link Report}.
 */
final class EscapeWatch implements StoredResource {

    private static final System.Logger LOG = System.getLogger(NetnsExtension.class.getName());

    /** For each test class: the sockets that its static fields and static initializers have opened. */
    private static final ClassValue<Set<Long>> OPENED_BY_CLASS = new ClassValue<>() {
        @Override
        protected Set<Long> computeValue(Class<?> type) {
            return EscapeCheck.openedBy(() -> initialize(type));
        }
    };

    private final ExtensionContext context;
    private final Settings settings;
    private final RunningTests.Watch others;
    private final EscapeCheck check;

    /** Begins to watch. */
    EscapeWatch(ExtensionContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
        this.others = RunningTests.watch(context);
        try {
            this.check = EscapeCheck.begin();
        } catch (RuntimeException | Error failure) {
            others.close(); // nobody else can: a test that is watched for ever would run beside all later ones
            throw failure;
        }
    }

    /** Reports at the end of a test or class, before the Store closes the lab. */
    record Report(EscapeWatch watch, Supplier<List<Part>> network) implements StoredResource {

        @Override
        public void close() {
            StoredLab.runUninterrupted(() -> watch.report(
                    network.get().stream().anyMatch(part -> part instanceof Namespace namespace && namespace.host())));
        }
    }

    /** The static fields of a class are not those of the test that happens to be its first: what they open does not count. */
    void doNotCountStaticFieldsOf(Class<?> testClass) {
        check.doNotCount(OPENED_BY_CLASS.get(testClass));
    }

    private static void initialize(Class<?> type) {
        try {
            Class.forName(type.getName(), true, type.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new LinkageError("a class that is loaded was not found", impossible);
        }
    }

    /** What is opened from now on does not count, and whether other tests run from now on neither. */
    void stopCounting() {
        check.stopCounting();
        others.close();
    }

    @Override
    public void close() {
        others.close();
    }

    private void report(boolean hostIsInside) {
        others.close();
        // The kernel does not tell who opened a socket. So nobody is told of any if it may have been another test.
        List<String> sockets = others.wasAlone() ? check.sockets(hostIsInside) : List.of();
        List<String> threads = check.threadsInClosedNetworks();
        if (sockets.isEmpty() && threads.isEmpty()) {
            return;
        }
        boolean failsIfConfigured =
                settings.escapes().filter(Settings.Escapes.FAIL::equals).isPresent();
        // A thread alone proves nothing: a timer works by itself, whichever test runs.
        boolean fails = others.wasAlone()
                && !sockets.isEmpty()
                && (failsIfConfigured || (settings.escapes().isEmpty() && isHermetic()));
        String message = message(sockets, threads);
        if (fails) {
            throw new AssertionFailedError(message);
        }
        LOG.log(System.Logger.Level.WARNING, message);
        context.publishReportEntry(Settings.ESCAPES, message);
    }

    private String message(List<String> sockets, List<String> threads) {
        List<String> lines = new ArrayList<>();
        lines.add(nameOf(context) + " was outside its network:");
        sockets.forEach(socket -> lines.add("  - " + socket));
        threads.forEach(thread -> lines.add("  - " + thread
                + (others.wasAlone() ? "" : " If other tests ran at the same time, it may have been their work.")));
        if (!sockets.isEmpty()) {
            lines.add(
                    "The constructor of a test class and the initial values of its fields run outside, whatever the class is annotated with.");
        }
        lines.add("With " + Settings.ESCAPES + "=fail every such test fails, with " + Settings.ESCAPES
                + "=warn none does, with " + Settings.ESCAPES + "=ignore nothing is looked for.");
        return String.join(System.lineSeparator(), lines);
    }

    private boolean isHermetic() {
        return Stream.of(
                        context.getTestMethod().stream(),
                        Stream.of(context.getRequiredTestClass()),
                        context.getEnclosingTestClasses().stream())
                .flatMap(elements -> elements)
                .anyMatch(element -> AnnotationSupport.isAnnotated(element, Hermetic.class));
    }

    /** Returns what messages call a test or a class: its place, and its display name if that says more. */
    static String nameOf(ExtensionContext context) {
        String place = context.getTestMethod()
                .map(Place::nameOf)
                .orElseGet(() -> Place.nameOf(context.getRequiredTestClass()));
        String displayName = context.getDisplayName().replace('$', '.'); // JUnit calls a nested class Outer$Inner
        return place.endsWith(displayName) ? place : place + " [" + context.getDisplayName() + "]";
    }
}
