package io.github.netnsjunit.lab.refusal;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.Part;
import org.jspecify.annotations.Nullable;

/**
 * A step that failed, and where; what is not known is null.
 *
 * @param step what the step does, worded to follow "could not"
 * @param namespace the name of the namespace in which the step was taken
 * @param interfaceName the name of the interface that the step changes
 * @param part the part of the topology that needs the step
 */
public record Failed(
        String step,
        @Nullable String namespace,
        @Nullable String interfaceName,
        @Nullable Part part) {

    /** Returns the failed step that an exception describes. */
    static Failed describedBy(LabException failure) {
        return new Failed(
                failure.step().orElse(""),
                failure.namespace().orElse(null),
                failure.interfaceName().orElse(null),
                failure.part().orElse(null));
    }

    /** Returns a step that failed at an unknown place. */
    public static Failed at(String step) {
        return new Failed(step, null, null, null);
    }

    /** Returns the same step with the namespace in which it failed. */
    public Failed in(String name) {
        return new Failed(step, name, interfaceName, part);
    }

    /** Returns the same step with the interface that it changes, or without one. */
    public Failed about(@Nullable String name) {
        return new Failed(step, namespace, name, part);
    }

    /** Returns the same step with the part of the topology that needs it. */
    public Failed of(Part neededBy) {
        return new Failed(step, namespace, interfaceName, neededBy);
    }

    /** Reads like: namespace [blue_ns], interface [eth0]: could not set the address. */
    @Override
    public String toString() {
        String where = (namespace == null ? "" : "namespace [" + namespace + "]")
                + (interfaceName == null ? "" : ", interface [" + interfaceName + "]");
        return (where.isEmpty() ? "" : where + ": ") + "could not " + step;
    }
}
