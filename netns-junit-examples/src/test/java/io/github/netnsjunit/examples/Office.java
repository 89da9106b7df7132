package io.github.netnsjunit.examples;

import io.github.netnsjunit.jupiter.Declares;
import io.github.netnsjunit.jupiter.PartsOf;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;

// tag::annotation[]

/** An annotation with attributes of its own, which yields a network: desks on a switch. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Declares(Office.Parts.class)
@interface Office {

    int desks();

    String network() default "10.1.0";

    class Parts implements PartsOf<Office> {
        @Override
        public void declare(Office office, Consumer<Part> to) {
            if (office.desks() < 1 || office.desks() > 254) {
                throw new IllegalArgumentException("an office has 1 to 254 desks, not " + office.desks());
            }
            to.accept(Namespace.of("office"));
            to.accept(BridgeLink.of("office", "br0"));
            for (int i = 1; i <= office.desks(); i++) {
                to.accept(Namespace.of("desk" + i));
                to.accept(VethLink.between(
                        End.of("office", "desk" + i).master("br0"),
                        End.of("desk" + i, "eth0", office.network() + "." + i + "/24")));
            }
        }
    }
}
// end::annotation[]
