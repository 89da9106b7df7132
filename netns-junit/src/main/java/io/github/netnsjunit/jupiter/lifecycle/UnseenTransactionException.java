package io.github.netnsjunit.jupiter.lifecycle;

import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Tells, beside the failure of a body, that Spring has begun a transaction on JUnit's thread, which the body did not see
 * because it ran on another thread. Spring binds a transaction to the thread that begins it.
 */
final class UnseenTransactionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** It is asked by name: the library does not depend on Spring. */
    private static final String SPRINGS_TRANSACTIONS =
            "org.springframework.transaction.support.TransactionSynchronizationManager";

    private UnseenTransactionException(String body) {
        super(
                body
                        + " ran on a thread inside the namespace, so it did not see the transaction that Spring has begun on JUnit's"
                        + " thread, [" + Thread.currentThread().getName()
                        + "]; what it wrote is not rolled back. Run it outside, and give only the code that needs the network to"
                        + " NetworkNamespace.call; or begin the transaction in the body, with a TransactionTemplate.",
                null,
                false,
                false);
    }

    /** Adds this to the failure of a body that ran inside, if Spring has a transaction on the calling thread. */
    static void addTo(Throwable failure, String body) {
        if (isTransactionOnThisThread()) {
            failure.addSuppressed(new UnseenTransactionException(body));
        }
    }

    private static boolean isTransactionOnThisThread() {
        try {
            Optional<Method> asked = ReflectionSupport.tryToLoadClass(SPRINGS_TRANSACTIONS)
                    .toOptional()
                    .flatMap(spring -> ReflectionSupport.findMethod(spring, "isActualTransactionActive"));
            return asked.filter(method -> Boolean.TRUE.equals(ReflectionSupport.invokeMethod(method, null)))
                    .isPresent();
        } catch (LinkageError incomplete) {
            return false; // a class of Spring without those that it needs begins no transaction
        }
    }
}
