package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.reading.Declaration;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The network of a test or of a class: its annotations, its lab and its bodies. JUnit's Store keeps them. */
public final class TestNetwork {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(NetnsExtension.class);

    /**
     * A key in the Store. It contains the id of its context, because the Store also finds what the enclosing contexts
     * have put in.
     */
    private record Key(Class<?> type, String contextId) {
        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && type.equals(that.type) && contextId.equals(that.contextId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(type, contextId);
        }
    }

    private final ExtensionContext context;
    private final TestAnnotations annotations;
    private final Settings settings;
    private volatile @Nullable StoredLab storedLab;

    private TestNetwork(ExtensionContext context) {
        this.context = context;
        this.annotations = TestAnnotations.of(context);
        this.settings = new Settings(context);
    }

    /**
     * Returns the network of a test or of a class. A dynamic test has the network of its {@code @TestFactory} method.
     */
    public static TestNetwork of(ExtensionContext context) {
        ExtensionContext current = context;
        while (current.getTestClass().isEmpty() && current.getParent().isPresent()) {
            current = current.getParent().get(); // the contexts of dynamic tests know no class
        }
        ExtensionContext owner = current;
        return getOrCreate(owner, TestNetwork.class, () -> new TestNetwork(owner));
    }

    /** Returns the object of a type that the Store keeps for a context. If there is none, creates it. */
    @SuppressWarnings("deprecation") // its replacement in JUnit 6 does not exist in JUnit 5
    private static <T> T getOrCreate(ExtensionContext context, Class<T> type, Supplier<T> creator) {
        return Objects.requireNonNull(context.getStore(STORE)
                .getOrComputeIfAbsent(new Key(type, context.getUniqueId()), key -> creator.get(), type));
    }

    public TestAnnotations annotations() {
        return annotations;
    }

    /**
     * Returns the lab, and makes it at the first call. May be called only if {@link TestAnnotations#hasLab} is true.
     */
    public Lab lab() {
        return storedLab().lab();
    }

    /** Names the namespaces of the lab for a shell beside the test, if the test or the settings say so. */
    public void expose() {
        Exposing.begin(context, wantedHold(), lab());
    }

    /** Lets the lab stay for the time that the test or the settings say, if the body of the test has failed. */
    public void holdAfterFailure() throws InterruptedException {
        Optional<Lab> made = existingLab();
        Duration hold = wantedHold().orElse(Duration.ZERO);
        if (made.isPresent() && !hold.isZero()) {
            Exposing.holdAfterFailure(context, hold, made.get());
        }
    }

    private Optional<Duration> wantedHold() {
        return annotations.exposedHold().or(settings::expose);
    }

    /** Returns the lab if this network has made it already. */
    private Optional<Lab> existingLab() {
        return Optional.ofNullable(storedLab).flatMap(StoredLab::existingLab);
    }

    /** Returns the labs that the enclosing contexts have made already. */
    Stream<Lab> outerLabs() {
        return Stream.iterate(
                        context.getParent(), Optional::isPresent, outer -> outer.flatMap(ExtensionContext::getParent))
                .map(Optional::orElseThrow)
                .filter(outer -> outer.getTestClass().isPresent())
                .flatMap(outer -> of(outer).existingLab().stream());
    }

    private StoredLab storedLab() {
        StoredLab found = storedLab;
        if (found == null) {
            Topology topology =
                    annotations.topology(); // a failure inside getOrCreate would stay in the Store and be thrown again
            ExtensionContext owner = labContext();
            found = getOrCreate(
                    owner, StoredLab.class, () -> new StoredLab(owner, annotations.declarations(), topology, settings));
            storedLab = found;
        }
        return found;
    }

    /**
     * Lets the Store end the processes of the lab before it closes anything else. The Store closes first what was put
     * in last. Without this it would delete a {@code @TempDir} while processes still write to it, if the directory was
     * made after the lab.
     */
    public void endProcessesFirst() {
        StoredLab ending = storedLab;
        if (ending != null && labContext() == context) {
            StoredResource processes = ending::endProcesses;
            context.getStore(STORE).put(new Key(StoredResource.class, context.getUniqueId()), processes);
        }
    }

    /**
     * Watches from now on what this test, or this class, opens outside its network. Call this before the instance is made.
     *
     * @param testClass the class of the instance
     */
    public void watchConstruction(Class<?> testClass) {
        if (annotations.declarations().all().isEmpty()) {
            return;
        }
        if (annotations.hasLab() && annotations.mistakes().isEmpty() && labContext() == context) {
            annotations.declarations().knownTopology().ifPresent(LabInternals.get()::openAhead);
        }
        try {
            watchEscapes();
        } catch (LabException machine) {
            return; // what is wrong with the machine is told, or skips the test, when the lab is made
        }
        escapeWatch().ifPresent(watch -> watch.doNotCountStaticFieldsOf(testClass));
    }

    /**
     * Lets the Store report what is opened outside. Call this after the lab was made: then the Store reports before it closes the lab. If
     * there is no lab, because each test of this class has its own, the report is of the construction of the one instance alone.
     */
    public void reportEscapes() {
        Supplier<List<Part>> parts;
        if (annotations.hasLab()) {
            watchEscapes();
            parts = () -> lab().topology().parts();
        } else {
            escapeWatch().ifPresent(EscapeWatch::stopCounting);
            parts = () -> annotations.declarations().all().stream()
                    .map(Declaration::part)
                    .toList();
        }
        escapeWatch()
                .map(watch -> new EscapeWatch.Report(watch, parts))
                .ifPresent(report -> getOrCreate(context, EscapeWatch.Report.class, () -> report));
    }

    /** Begins to watch, unless that was done already. A failure inside getOrCreate would stay in the Store and be thrown again. */
    private void watchEscapes() {
        if (settings.escapes().filter(Settings.Escapes.IGNORE::equals).isEmpty()
                && escapeWatch().isEmpty()) {
            EscapeWatch watch = new EscapeWatch(context, settings);
            context.getStore(STORE).put(new Key(EscapeWatch.class, context.getUniqueId()), watch);
        }
    }

    private Optional<EscapeWatch> escapeWatch() {
        return Optional.ofNullable(
                context.getStore(STORE).get(new Key(EscapeWatch.class, context.getUniqueId()), EscapeWatch.class));
    }

    /**
     * Adds to the failure of a body what may be its reason: a server that the body looked for inside, and that is outside.
     *
     * @param body what messages call the body
     */
    public void explain(Throwable failure, String body) {
        if (!hostIsInside()) {
            OutsideServerException.addTo(failure, body, context);
        }
    }

    private boolean hostIsInside() {
        return existingLab().stream()
                .flatMap(lab -> lab.topology().parts().stream())
                .anyMatch(part -> part instanceof Namespace namespace && namespace.host());
    }

    /** Returns the bodies of this test, or of this class. */
    public RunningBodies bodies() {
        return getOrCreate(
                context,
                RunningBodies.class,
                () -> new RunningBodies(
                        settings.interruptWait(), () -> storedLab().shortenThreadWait()));
    }

    /**
     * Returns the context whose Store keeps the lab: this one, or the outermost context of the class whose tests share
     * the lab.
     */
    private ExtensionContext labContext() {
        ExtensionContext found = context;
        if (annotations.labOwner() != null) {
            for (Optional<ExtensionContext> outer = Optional.of(context);
                    outer.isPresent();
                    outer = outer.get().getParent()) {
                if (outer.get()
                        .getTestClass()
                        .filter(annotations.labOwner()::equals)
                        .isPresent()) {
                    found = outer.get();
                }
            }
        }
        return found;
    }
}
