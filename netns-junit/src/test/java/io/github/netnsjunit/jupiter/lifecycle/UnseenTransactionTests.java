package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What is told of a transaction that Spring has begun on JUnit's thread. */
class UnseenTransactionTests {

    @Test
    void isToldBesideTheFailureOfABodyInside() {
        assertThat(TestKit.failure(TestKit.run(TransactionalTestCases.class, "inside", Map.of())))
                .hasMessage("the row is not there")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(note -> assertThat(note)
                                .hasMessageStartingWith(
                                        "method UnseenTransactionTests.TransactionalTestCases.inside() ran on a thread inside the namespace, so it did not see the transaction")
                                .hasMessageContaining(
                                        "[" + Thread.currentThread().getName() + "]")
                                .hasMessageContaining("TransactionTemplate")));
    }

    @Test
    void isNotToldWhereTheBodySawIt() {
        assertThat(TestKit.failure(TestKit.run(TransactionalTestCases.class, "outside", Map.of())))
                .hasMessage("the row is not there")
                .hasNoSuppressedExceptions();
    }

    @NetNamespace("blue_ns")
    static class TransactionalTestCases {

        @RegisterExtension
        final BeforeEachCallback begin = context -> TransactionSynchronizationManager.setActualTransactionActive(true);

        @RegisterExtension
        final AfterEachCallback end = context -> TransactionSynchronizationManager.setActualTransactionActive(false);

        @Test
        @InNamespace("blue_ns")
        void inside() {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isFalse();
            throw new AssertionError("the row is not there");
        }

        @Test
        void outside() {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isTrue();
            throw new AssertionError("the row is not there");
        }
    }
}
