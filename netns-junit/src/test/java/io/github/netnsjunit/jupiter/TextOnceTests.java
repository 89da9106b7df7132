package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.topology.Part;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Consumer;
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
        "RefusedTestCases, could not set net.ipv4.no_such_parameter"
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
}
