package io.github.netnsjunit.lab;

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
record Failed(
        String step,
        @Nullable String namespace,
        @Nullable String interfaceName,
        @Nullable Part part) {

    static Failed at(String step) {
        return new Failed(step, null, null, null);
    }

    Failed in(String name) {
        return new Failed(step, name, interfaceName, part);
    }

    Failed about(@Nullable String name) {
        return new Failed(step, namespace, name, part);
    }

    Failed of(Part failing) {
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
