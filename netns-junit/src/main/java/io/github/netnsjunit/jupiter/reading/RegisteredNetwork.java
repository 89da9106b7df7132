package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.topology.Topology;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the networks that a class registers in fields. */
final class RegisteredNetwork {

    private RegisteredNetwork() {}

    /** Reads the fields that a class itself declares. */
    static void in(Class<?> type, Declarations to) {
        for (Field field : type.getDeclaredFields()) {
            RegisterExtension registered = field.getAnnotation(RegisterExtension.class);
            if (registered != null && field.getType() == NetnsExtension.class) {
                read(field, registered, to);
            }
        }
    }

    private static void read(Field field, RegisterExtension registered, Declarations to) {
        Place place = Place.of(field);
        if (!Modifier.isStatic(field.getModifiers())) {
            to.addMistake(
                    registered, place, "the network is needed before there is an instance. Make the field static.");
            return;
        }
        to.readAField();
        ReflectionSupport.tryToReadFieldValue(field, null)
                .toOptional()
                .map(NetnsExtension.class::cast)
                .flatMap(NetnsExtension::topology)
                .map(Topology::parts)
                .ifPresent(parts -> to.add(parts, registered, place));
    }
}
