package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.lab.Exposure;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.ExposedNames;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

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
     * @param wantedHold how long the network of a failed test is to stay; empty if namespaces get no names
     */
    @SuppressWarnings("deprecation") // its replacement in JUnit 6 does not exist in JUnit 5
    static void begin(ExtensionContext context, Optional<Duration> wantedHold, Lab lab) {
        if (wantedHold.isPresent()) {
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
    static void holdAfterFailure(ExtensionContext context, Duration hold, Lab lab) throws InterruptedException {
        Exposing begun = context.getStore(STORE).get(lab, Exposing.class);
        if (begun == null || context.getExecutionException().isEmpty()) {
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

    @Override
    public void close() {
        if (exposure != null) {
            exposure.close();
        }
    }
}
