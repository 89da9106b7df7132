package org.springframework.transaction.support;

/** Has the name and the method of Spring's class that the library asks for, so that the tests need no Spring. */
public final class TransactionSynchronizationManager {

    private static final ThreadLocal<Boolean> ACTIVE = ThreadLocal.withInitial(() -> false);

    private TransactionSynchronizationManager() {}

    public static boolean isActualTransactionActive() {
        return ACTIVE.get();
    }

    /** Begins a transaction on the calling thread, or ends it. */
    public static void setActualTransactionActive(boolean active) {
        ACTIVE.set(active);
    }
}
