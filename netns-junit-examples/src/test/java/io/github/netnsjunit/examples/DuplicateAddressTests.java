package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import org.junit.jupiter.api.Test;

/** A host looks for others that have its IPv6 address. */
class DuplicateAddressTests {

    @Test
    @NetNamespace("one")
    @NetNamespace("two")
    @VethPair(
            left = @VethEnd(namespace = "one", name = "eth0", address = "fd00::1/64"),
            right = @VethEnd(namespace = "two", name = "eth0", address = "fd00::2/64 tentative"))
    void findsADuplicate(@NetNamespace("two") NetworkNamespace two) {
        assertThat(two).hasInterface("eth0").hasAddress("fd00::2/64");
        two.addAddress("eth0", "fd00::1/64 tentative");
        assertThat(two).hasInterface("eth0").hasAddress("fd00::1/64 dadfailed");
    }
}
