package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A parameterized test names its namespaces: an argument cannot be one, for each invocation has a network of its own. */
@BlueNetwork
class ParameterTests {

    // tag::parameters[]
    @ParameterizedTest
    @CsvSource({"root_ns, 10.0.0.2", "blue_ns, 10.0.0.1"})
    void reachesTheOther(String namespace, String address, Lab lab) {
        assertThat(lab.namespace(namespace)).canPing(address);
    }
    // end::parameters[]
}
