package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.MissingPrivilegeException;
import io.github.netnsjunit.lab.Topology;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A lab in the Store. It is there before its lab is, so that the Store closes whatever became of that. */
final class LabHolder implements AutoCloseable {

    private final Topology topology;
    private final Settings settings;
    private @Nullable Lab lab;

    LabHolder(Topology topology, Settings settings) {
        this.topology = topology;
        this.settings = settings;
    }

    /**
     * The lab, made now unless it was made before.
     *
     * @throws TestAbortedException if a privilege is missing and the settings say that this skips the test
     */
    synchronized Lab lab() {
        if (lab == null) {
            try {
                lab = Lab.create(topology);
            } catch (MissingPrivilegeException missing) {
                if (settings.missing().filter(Settings.Missing.SKIP::equals).isPresent()) {
                    throw new TestAbortedException(missing.getMessage(), missing);
                }
                throw missing;
            }
        }
        return lab;
    }

    /** The lab, if it was made. */
    synchronized Optional<Lab> made() {
        return Optional.ofNullable(lab);
    }

    @Override
    public synchronized void close() {
        if (lab != null) {
            lab.close(settings.interruptWait());
        }
    }
}
