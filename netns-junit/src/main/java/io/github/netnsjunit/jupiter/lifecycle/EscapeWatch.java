package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.escape.EscapeCheck;
import io.github.netnsjunit.topology.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/**
 * Watches what a test, or a class whose tests share a lab, opens outside its network. JUnit's Store ends the watch, which then reports.
 */
final class EscapeWatch implements StoredResource {

    private static final System.Logger LOG = System.getLogger(NetnsExtension.class.getName());

    private final ExtensionContext context;
    private final Lab lab;
    private final Settings settings;
    private final RunningTests.Watch others;
    private final EscapeCheck check;

    /** Begins to watch. */
    EscapeWatch(ExtensionContext context, Lab lab, Settings settings) {
        this.context = context;
        this.lab = lab;
        this.settings = settings;
        this.others = RunningTests.watch(context);
        this.check = EscapeCheck.begin();
    }

    @Override
    public void close() {
        StoredLab.runUninterrupted(this::report);
    }

    private void report() {
        others.close();
        // The kernel does not tell who opened a socket. So nobody is told of any if it may have been another test.
        List<String> sockets = others.wasAlone() ? check.sockets(hostIsInside()) : List.of();
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
        lines.add("With " + Settings.ESCAPES + "=fail every such test fails, with " + Settings.ESCAPES
                + "=warn none does, with " + Settings.ESCAPES + "=ignore nothing is looked for.");
        return String.join(System.lineSeparator(), lines);
    }

    private boolean hostIsInside() {
        return lab.topology().parts().stream()
                .anyMatch(part -> part instanceof Namespace namespace && namespace.host());
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
        return place.endsWith(context.getDisplayName()) ? place : place + " [" + context.getDisplayName() + "]";
    }
}
