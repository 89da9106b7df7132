package io.github.netnsjunit.assertj.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import org.junit.jupiter.api.Test;

/** Assertions send all HTTP requests from one namespace with one client. */
@NetNamespace("root_ns")
@NetNamespace("blue_ns")
class OkHttpClientsTests {

    @Test
    void shouldKeepOneClientForEachNamespace(
            @NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue) {
        assertThat(OkHttpClients.of(blue)).isSameAs(OkHttpClients.of(blue)).isNotSameAs(OkHttpClients.of(root));
    }
}
