package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.platform.commons.support.ReflectionSupport;

/** Asks a class of the user's for a topology. */
public final class SuppliedTopology {

    private SuppliedTopology() {}

    /**
     * Makes an instance of the class, and returns the topology that it supplies.
     *
     * @throws IllegalArgumentException if the class cannot be instantiated, supplies null, or supplies a topology with
     *     mistakes
     * @throws UserCodeException if the class throws anything else
     */
    public static Topology of(Class<? extends Supplier<Topology>> type) {
        String name = Place.nameOf(type);
        if (Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException(name + " is abstract. Name a class that can be instantiated.");
        } else if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            throw new IllegalArgumentException(name + " is an inner class. Make it static.");
        } else if (Arrays.stream(type.getDeclaredConstructors())
                .noneMatch(constructor -> constructor.getParameterCount() == 0)) {
            throw new IllegalArgumentException(
                    name + " has no constructor without parameters. Add one; it may be private.");
        }
        Supplier<Topology> supplier = instantiate(type);
        Topology topology = get(supplier, name);
        if (topology == null) {
            throw new IllegalArgumentException("get() of " + name + " returns null. Return a topology.");
        }
        return topology;
    }

    private static Supplier<Topology> instantiate(Class<? extends Supplier<Topology>> type) {
        try {
            return ReflectionSupport.newInstance(type);
        } catch (Exception | Error failure) {
            throw new UserCodeException("the constructor of " + Place.nameOf(type), failure);
        }
    }

    private static Topology get(Supplier<Topology> supplier, String name) {
        try {
            return supplier.get();
        } catch (TopologyException mistaken) {
            throw mistaken;
        } catch (Exception | Error failure) {
            throw new UserCodeException("get() of " + name, failure);
        }
    }
}
