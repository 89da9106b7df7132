package io.github.netnsjunit.examples;

// tag::network[]
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A network with a name of its own: any class or method that bears it has it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@NetNamespace("root_ns")
@NetNamespace("blue_ns")
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
@DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
@interface BlueNetwork {}
// end::network[]
