package io.github.netnsjunit.link;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the cable over which the tests of tunnels send: between the hosts a and b, with addresses of both families. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NetNamespace("a")
@NetNamespace("b")
@VethPair(
        left =
                @VethEnd(
                        namespace = "a",
                        name = "eth0",
                        address = {"10.0.0.1/24", "fd00::1/64"}),
        right =
                @VethEnd(
                        namespace = "b",
                        name = "eth0",
                        address = {"10.0.0.2/24", "fd00::2/64"}))
@interface DualStackCable {}
