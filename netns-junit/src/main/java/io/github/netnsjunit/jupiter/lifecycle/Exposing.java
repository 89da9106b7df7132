package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.Exposed;
import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.jupiter.reading.Place;
import io.github.netnsjunit.lab.Exposure;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.ExposedNames;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Names the namespaces of a lab while a test runs, if its annotation or the settings say so. JUnit's Store ends it before the lab. */
final class Exposing implements StoredResource {

    private static final System.Logger LOG = System.getLogger(NetnsExtension.class.getName());

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Exposing.class);

    /** Null if the machine does not allow names. */
    private final @Nullable Exposure exposure;

    private final String commands;

    private Exposing(Lab lab) {
        Exposure names = null;
        String told;
        try {
            names = lab.expose();
            told = names.toString();
        } catch (LabException noNames) {
            told = String.valueOf(noNames.getMessage());
        }
        exposure = names;
        commands = told;
    }

    /**
     * Names the namespaces of the lab of a test, or of the tests of a class, unless they have names already.
     *
     * @throws ExtensionConfigurationException if the annotation has a mistake
     */
    @SuppressWarnings("deprecation") // its replacement in JUnit 6 does not exist in JUnit 5
    static void begin(ExtensionContext context, Settings settings, Lab lab) {
        if (wantedHold(context, settings).isPresent()) {
            context.getStore(STORE)
                    .getOrComputeIfAbsent(lab, open -> tell(new Exposing(open), context), Exposing.class);
        }
    }

    private static Exposing tell(Exposing begun, ExtensionContext context) {
        String message = "The network of " + context.getDisplayName() + " can be entered from a shell:"
                + System.lineSeparator() + begun.commands;
        LOG.log(System.Logger.Level.INFO, message);
        context.publishReportEntry(Settings.EXPOSE, message);
        return begun;
    }

    /** Lets the network stay as it is for the time that was asked for, if the body of the test has failed. */
    static void holdAfterFailure(ExtensionContext context, Settings settings, Lab lab) throws InterruptedException {
        Duration hold = wantedHold(context, settings).orElse(Duration.ZERO);
        Exposing begun = context.getStore(STORE).get(lab, Exposing.class);
        if (hold.isZero() || begun == null || context.getExecutionException().isEmpty()) {
            return;
        }
        List<String> names = begun.exposure == null
                ? List.of()
                : begun.exposure.names().values().stream()
                        .filter(ExposedNames::exists) // the test may have closed namespaces
                        .toList();
        LOG.log(
                System.Logger.Level.WARNING,
                context.getDisplayName() + " has failed, and its network stays for " + hold.toSeconds() + " s"
                        + (names.isEmpty() ? "." : ", or until: ip netns del " + names.get(0))
                        + System.lineSeparator() + begun.commands);
        ExposedNames.awaitDeletion(names, Deadline.in(hold));
    }

    /** How long the network of a failed test is to stay; empty if it is not to have names at all. */
    private static Optional<Duration> wantedHold(ExtensionContext context, Settings settings) {
        List<Place> places = new ArrayList<>();
        context.getTestMethod().map(Place::of).ifPresent(places::add);
        places.add(Place.of(context.getRequiredTestClass()));
        List<Class<?>> enclosing = new ArrayList<>(context.getEnclosingTestClasses());
        Collections.reverse(enclosing);
        enclosing.stream().map(Place::of).forEach(places::add);
        for (Place place : places) {
            Optional<Exposed> found = AnnotationSupport.findAnnotation(place.element(), Exposed.class);
            if (found.isPresent()) {
                return Optional.of(hold(found.get(), place));
            }
        }
        return settings.expose();
    }

    private static Duration hold(Exposed exposed, Place place) {
        try {
            return exposed.hold().isEmpty() ? Duration.ZERO : Attributes.duration("hold", exposed.hold());
        } catch (IllegalArgumentException malformed) {
            throw new ExtensionConfigurationException(
                    "@Exposed " + place.description() + ": " + malformed.getMessage(), malformed);
        }
    }

    @Override
    public void close() {
        if (exposure != null) {
            exposure.close();
        }
    }
}
