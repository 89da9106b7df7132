package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.waiting.HeldLock;
import java.time.Duration;

/** A body did not end in time after it was interrupted. The stack trace is that of the body's thread. */
final class StuckBodyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StuckBodyException(String body, Thread thread, Duration wait) {
        this(body, thread.getName(), thread.getStackTrace(), wait, HeldLock.describe(thread));
    }

    private StuckBodyException(String body, String thread, StackTraceElement[] stack, Duration wait, String lock) {
        super(
                "%s still runs %d ms after it was interrupted; its network is not kept open for it. Let it end when it is interrupted, or give it more time with the configuration parameter %s. The stack trace is that of its thread, [%s].%s"
                        .formatted(body, wait.toMillis(), Settings.INTERRUPT_WAIT, thread, lock));
        setStackTrace(stack);
    }
}
