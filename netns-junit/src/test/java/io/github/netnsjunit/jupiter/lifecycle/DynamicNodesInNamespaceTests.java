package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.TestKit;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

class DynamicNodesInNamespaceTests {

    @Test
    void keepsExceptionsAndInheritableThreadLocalsOfCodeThatMakesNodesLate() {
        assertThat(TestKit.failure(TestKit.run(LateNodesTestCases.class)))
                .isSameAs(LateNodesTestCases.CHECKED)
                .hasNoSuppressedExceptions();
        assertThat(LateNodesTestCases.inherited).isEqualTo("set before each");
    }

    @Hermetic
    static class LateNodesTestCases {

        @SuppressWarnings("StaticAssignmentOfThrowable") // the test checks for this instance
        static final Exception CHECKED = new IOException("on purpose");

        static volatile String inherited = "";

        private static final InheritableThreadLocal<String> THREAD_LOCAL = new InheritableThreadLocal<>();

        @RegisterExtension
        final BeforeEachCallback setter = context -> THREAD_LOCAL.set("set before each");

        @TestFactory
        Stream<DynamicTest> factory() {
            return Stream.of("made when it is asked for").map(text -> {
                inherited = THREAD_LOCAL.get();
                throw Body.<RuntimeException>unchecked(CHECKED);
            });
        }
    }
}
