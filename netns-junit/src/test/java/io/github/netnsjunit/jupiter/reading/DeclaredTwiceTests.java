package io.github.netnsjunit.jupiter.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import org.junit.jupiter.api.Test;

/** What is reported when annotations declare one thing twice. */
class DeclaredTwiceTests {

    @Test
    void namesBothPlacesThatDeclareOneThingDifferently() {
        assertThat(TestKit.failure(TestKit.run(TwiceTestCases.class)))
                .hasMessageContaining(
                        "The namespace [blue_ns] is declared twice, differently: by @NetNamespace(\"blue_ns\") on class DeclaredTwiceTests.TwiceTestCases and by @NetNamespace(\"blue_ns\", loopback = false) on method DeclaredTwiceTests.TwiceTestCases.test()");
    }

    @Test
    void reportsMistakesInTheTopologyAsWell() {
        assertThat(TestKit.failure(TestKit.run(TwiceAndTooLongTestCases.class)))
                .hasMessageContaining("The namespace [blue_ns] is declared twice, differently")
                .hasMessageContaining("The topology has a mistake:")
                .hasMessageContaining("a_name_that_is_too_long");
    }

    @Test
    void recognizesAKernelParameterInBothSpellings() {
        assertThat(TestKit.failure(TestKit.run(TwoSpellingsTestCases.class)))
                .hasMessageContaining("net/ipv4/ip_forward] of namespace [blue_ns] is declared twice, differently")
                .hasMessageContaining("name = \"net.ipv4.ip_forward\", value = \"1\")")
                .hasMessageContaining("name = \"net/ipv4/ip_forward\", value = \"0\")");
    }

    @Test
    void showsAllAttributesOfAnnotationsThatLookEqualWithoutThem() {
        assertThat(TestKit.failure(TestKit.run(TwiceLongTestCases.class)))
                .hasMessageContaining("The interface [veth0] of namespace [blue_ns] is declared twice, differently")
                .hasMessageContaining("mtu=1400")
                .hasMessageContaining("mtu=9000");
    }

    @Test
    void reportsEachThingThatOneAnnotationContradicts() {
        assertThat(TestKit.failure(TestKit.run(CrossedTestCases.class)))
                .hasMessageContaining("The interface [x] of namespace [red_ns] is declared twice, differently")
                .hasMessageContaining("The interface [y] of namespace [blue_ns] is declared twice, differently");
    }

    @NetNamespace("blue_ns")
    static class TwiceTestCases {

        @Test
        @NetNamespace(value = "blue_ns", loopback = false)
        void test() {}
    }

    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "blue_ns", name = "a_name_that_is_too_long"),
            right = @VethEnd(namespace = "blue_ns", name = "short"))
    static class TwiceAndTooLongTestCases {

        @Test
        @NetNamespace(value = "blue_ns", loopback = false)
        void test() {}
    }

    @NetNamespace("blue_ns")
    @Sysctl(namespace = "blue_ns", name = "net.ipv4.ip_forward", value = "1")
    static class TwoSpellingsTestCases {

        @Test
        @Sysctl(namespace = "blue_ns", name = "net/ipv4/ip_forward", value = "0")
        void test() {}
    }

    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "blue_ns", name = "veth0", mtu = 1400),
            right = @VethEnd(namespace = "blue_ns", name = "veth1"))
    static class TwiceLongTestCases {

        @Test
        @VethPair(
                left = @VethEnd(namespace = "blue_ns", name = "veth0", mtu = 9000),
                right = @VethEnd(namespace = "blue_ns", name = "veth1"))
        void test() {}
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    @VethPair(left = @VethEnd(namespace = "red_ns", name = "x"), right = @VethEnd(namespace = "blue_ns", name = "x"))
    @VethPair(left = @VethEnd(namespace = "red_ns", name = "y"), right = @VethEnd(namespace = "blue_ns", name = "y"))
    static class CrossedTestCases {

        @Test
        @VethPair(
                left = @VethEnd(namespace = "red_ns", name = "x"),
                right = @VethEnd(namespace = "blue_ns", name = "y"))
        void test() {}
    }
}
