package io.github.netnsjunit.examples.article;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The local network of the article's machine, on which {@code root_ns} has the address 192.168.0.194, and another
 * machine, {@code lan_ns}. The subnet has only these two addresses, because the machine's real root namespace has it
 * too while a test runs.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@NetNamespace("lan_ns")
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "veth_lan", address = LocalNetwork.HOST_ADDRESS + "/30"),
        right = @VethEnd(namespace = "lan_ns", name = "eth0", address = "192.168.0.193/30"))
@interface LocalNetwork {

    String HOST_ADDRESS = "192.168.0.194";
}
