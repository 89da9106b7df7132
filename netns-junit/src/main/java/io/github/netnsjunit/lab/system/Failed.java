package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.Part;
import org.jspecify.annotations.Nullable;

/**
 * What failed, as far as it is known.
 *
 * @param step what was being done, as the end of "could not …"
 * @param namespace the name of the namespace in which it was being done
 * @param interfaceName the interface that it was about
 * @param part the part of the topology for which it was being done
 */
public record Failed(
        String step,
        @Nullable String namespace,
        @Nullable String interfaceName,
        @Nullable Part part) {

    /** What failed as an exception tells it. */
    static Failed as(LabException failure) {
        return new Failed(
                failure.step().orElse(""),
                failure.namespace().orElse(null),
                failure.interfaceName().orElse(null),
                failure.part().orElse(null));
    }

    public static Failed at(String step) {
        return new Failed(step, null, null, null);
    }

    public Failed in(String name) {
        return new Failed(step, name, interfaceName, part);
    }

    public Failed about(@Nullable String name) {
        return new Failed(step, namespace, name, part);
    }

    public Failed of(Part failing) {
        return new Failed(step, namespace, interfaceName, failing);
    }

    /** Where it failed, and what. */
    @Override
    public String toString() {
        String where = (namespace == null ? "" : "namespace [" + namespace + "]")
                + (interfaceName == null ? "" : ", interface [" + interfaceName + "]");
        return (where.isEmpty() ? "" : where + ": ") + "could not " + step;
    }
}
