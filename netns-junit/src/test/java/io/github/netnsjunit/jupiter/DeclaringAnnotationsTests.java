package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A part that the kernel refuses is told with the annotations that declare it, and with no others. */
class DeclaringAnnotationsTests {

    @Test
    void onlyTheAnnotationOfTheRefusedPartIsNamed() {
        assertThat(TestKit.failure(TestKit.run(RefusedTestCases.class)))
                .hasMessageContaining("could not set net.ipv4.no_such_parameter to [1]")
                .hasMessageContaining(
                        "The annotations that declare it:\n"
                                + "  @Sysctl(namespace = \"blue_ns\", name = \"net.ipv4.no_such_parameter\", value = \"1\") on method")
                .hasMessageNotContaining("@NetNamespace")
                .hasMessageNotContaining("@VethPair")
                .hasMessageNotContaining("net.ipv4.ip_forward");
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "red_ns", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "eth0", address = "10.0.0.2/24"))
    static class RefusedTestCases {

        @Test
        @Sysctl(namespace = "blue_ns", name = "net.ipv4.ip_forward", value = "1")
        @Sysctl(namespace = "blue_ns", name = "net.ipv4.no_such_parameter", value = "1")
        void test() {}
    }
}
