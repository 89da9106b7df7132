package io.github.netnsjunit.examples.products;

// tag::network[]
import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Three nodes on a switch: 10.0.0.1 to 10.0.0.3. The cable of a node is {@code lab.link("node1", "switch")}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@NetNamespace("switch")
@Bridge(namespace = "switch", name = "br0")
@NetNamespace("node1")
@VethPair(
        left = @VethEnd(namespace = "node1", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "switch", name = "to_node1", master = "br0"))
@NetNamespace("node2")
@VethPair(
        left = @VethEnd(namespace = "node2", name = "eth0", address = "10.0.0.2/24"),
        right = @VethEnd(namespace = "switch", name = "to_node2", master = "br0"))
@NetNamespace("node3")
@VethPair(
        left = @VethEnd(namespace = "node3", name = "eth0", address = "10.0.0.3/24"),
        right = @VethEnd(namespace = "switch", name = "to_node3", master = "br0"))
@interface ThreeNodes {}
// end::network[]
