package io.github.netnsjunit.jupiter;

import java.time.Duration;

/** Tells of a body that did not end when it was interrupted. Its stack trace is that of the body. */
final class StuckBodyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StuckBodyException(String body, Thread thread, Duration wait) {
        this(body, thread.getName(), thread.getStackTrace(), wait);
    }

    private StuckBodyException(String body, String thread, StackTraceElement[] stack, Duration wait) {
        super(
                "%s still runs %d ms after it was interrupted; its network is closed under it. Let it end when it is interrupted, or give it longer by the configuration parameter %s. Its stack, in thread [%s], is this one's."
                        .formatted(body, wait.toMillis(), Settings.INTERRUPT_WAIT, thread));
        setStackTrace(stack);
    }
}
