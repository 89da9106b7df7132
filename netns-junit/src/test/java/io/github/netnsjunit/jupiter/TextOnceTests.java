package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.DummyLink;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failure says stands once in what JUnit prints of it, not again after "Caused by". */
class TextOnceTests {

    @ParameterizedTest
    @CsvSource({
        "MistakenTestCases, is neither an IPv4 nor an IPv6 address",
        "TwiceTestCases, is declared twice",
        "UnreadableTestCases, the reader does not like it",
        "RefusedTestCases, could not set net.ipv4.no_such_parameter",
        "SuppliedTestCases, is neither an IPv4 nor an IPv6 address",
        "FieldTestCases, does not say which namespace it wants",
        "ParameterTestCases, which is not declared; the network has",
        "AddingTestCases, there is no namespace [red_ns]",
        "BuildingTestCases, is neither an IPv4 nor an IPv6 address",
        "NatTestCases, has no NAT that could be of the kind SYMMETRIC",
        "MtuTestCases, is not between 68 and 65535",
        "SharingTestCases, adds to the lab that all tests of"
    })
    void aMistakeIsToldOnce(String testCases, String text) throws Exception {
        Class<?> cases = Class.forName(TextOnceTests.class.getName() + "$" + testCases);
        StringWriter printed = new StringWriter();
        TestKit.failure(TestKit.run(cases)).printStackTrace(new PrintWriter(printed, true));
        assertThat(printed.toString()).containsOnlyOnce(text);
    }

    @Test
    void theStackIsThatOfTheCodeThatFailed() {
        assertThat(TestKit.failure(TestKit.run(UnreadableTestCases.class))
                        .getStackTrace()[0]
                        .getClassName())
                .isEqualTo(Unreadable.Parts.class.getName());
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Declares(Unreadable.Parts.class)
    @interface Unreadable {

        class Parts implements PartsOf<Unreadable> {
            @Override
            public void declare(Unreadable annotation, Consumer<Part> to) {
                throw new UnsupportedOperationException("the reader does not like it");
            }
        }
    }

    @NetNamespace("blue_ns")
    @Dummy(namespace = "blue_ns", name = "dummy0", address = "10.0.0.300/24")
    static class MistakenTestCases {

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    @NetNamespace("blue_ns")
    static class TwiceTestCases {

        @Test
        void test() {}
    }

    @Unreadable
    static class UnreadableTestCases {

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    @Sysctl(namespace = "blue_ns", name = "net.ipv4.no_such_parameter", value = "1")
    static class RefusedTestCases {

        @Test
        void test() {}
    }

    static class Mistaken implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(Namespace.of("blue_ns"), DummyLink.of("blue_ns", "dummy0", "10.0.0.300/24"));
        }
    }

    @Network(Mistaken.class)
    static class SuppliedTestCases {

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    @NetNamespace("green_ns")
    static class FieldTestCases {

        @Nullable
        NetworkNamespace namespace;

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    static class ParameterTestCases {

        @Test
        void test(@NetNamespace("red_ns") NetworkNamespace red) {
            throw new AssertionError(red);
        }
    }

    @NetNamespace("blue_ns")
    static class AddingTestCases {

        @Test
        void test(Lab lab) {
            lab.add(DummyLink.of("red_ns", "dummy0"));
        }
    }

    @NetNamespace("blue_ns")
    static class BuildingTestCases {

        @Test
        void test(Lab lab) {
            throw new AssertionError(new Mistaken().get().with(Namespace.of(lab.toString())));
        }
    }

    @NetNamespace("blue_ns")
    static class NatTestCases {

        @OverNats(NatKind.SYMMETRIC)
        void test() {}
    }

    @NetNamespace("blue_ns")
    static class MtuTestCases {

        @OverMtus(65_536)
        void test() {}
    }

    @NetNamespace("blue_ns")
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharingTestCases {

        @Test
        @NetNamespace("red_ns")
        void test() {}
    }
}
