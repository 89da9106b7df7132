package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A body that one thread hands to another and waits for, as if it ran it itself: its class loader goes along, interrupts travel
 * both ways, and what the body throws arrives as it was thrown.
 */
public final class Handoff<T> implements Runnable {

    /** How long what was interrupted may take to end before whoever waits for it gives it up. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /** About 10 microseconds, less than a park and an unpark take: short bodies are answered while the caller is still awake. */
    private static final int SPINS = 400;

    private final Callable<T> body;
    private final Duration patience;
    private final Thread caller = Thread.currentThread();
    private final @Nullable ClassLoader loader = caller.getContextClassLoader();
    private @Nullable Thread runner;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean interruptAsked;
    private boolean interruptLeft;
    private volatile boolean done;

    public Handoff(Callable<T> body) {
        this(body, GRACE);
    }

    /**
     * A handoff that is given up at a time of its own.
     *
     * @param patience how long the body may take to end once it was interrupted
     */
    public Handoff(Callable<T> body, Duration patience) {
        this.body = body;
        this.patience = patience;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // every Throwable travels to the caller
    public void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        begin(thread);
        try {
            thread.setContextClassLoader(loader);
            result = body.call();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            thread.setContextClassLoader(before);
            end();
        }
    }

    /** Ends it where no thread can be had to run it. */
    public void fail(Error why) {
        failure = why;
        end();
    }

    private synchronized void begin(Thread thread) {
        runner = thread;
        if (interruptAsked) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        interruptLeft = Thread.interrupted();
        runner = null;
        done = true;
        LockSupport.unpark(caller);
    }

    /** Passes an interrupt on; false if the body has ended meanwhile, and the interrupt is the caller's still. */
    private synchronized boolean interrupt() {
        interruptAsked = true;
        if (runner != null) {
            runner.interrupt();
        }
        return !done;
    }

    /**
     * Waits for the body's end, and no longer than its patience after an interrupt.
     *
     * @throws LabException with the body's stack, if it outstays that
     */
    public T await() {
        return await(true);
    }

    /** Waits for the body's end whatever comes; an interrupt is kept for the caller. */
    public T awaitRegardless() {
        return await(false);
    }

    private T await(boolean passInterruptsOn) {
        boolean interrupted = false;
        for (int i = 0; i < SPINS && !done; i++) {
            Thread.onSpinWait();
        }
        Deadline deadline = null; // none as long as nobody is interrupted
        while (!done) {
            if (deadline == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, deadline.nanosLeft());
            }
            if (Thread.interrupted()) {
                if (!passInterruptsOn) {
                    interrupted = true;
                    continue;
                }
                interrupted |= !interrupt();
                deadline = Deadline.in(patience);
            } else if (deadline != null && deadline.isOver()) {
                LabException stuck = stuck();
                if (stuck != null) {
                    caller.interrupt();
                    throw stuck;
                }
            }
        }
        if (interruptLeft || interrupted) {
            caller.interrupt();
        }
        if (failure != null) {
            throw Handoff.<RuntimeException>unchecked(failure);
        }
        return answer();
    }

    @SuppressWarnings("NullAway") // null if and only if the body returned it
    private T answer() {
        return result;
    }

    /** Why it is given up; null if it has ended meanwhile. */
    private synchronized @Nullable LabException stuck() {
        if (done) {
            return null;
        }
        Thread thread = runner;
        if (thread == null) {
            return new LabException(
                    "The code that was handed over had not begun " + patience.toMillis()
                            + " ms after it was interrupted",
                    null);
        }
        Throwable where = new Throwable("where thread [" + thread.getName() + "] is");
        where.setStackTrace(thread.getStackTrace());
        return new LabException(
                "The code handed to thread [" + thread.getName() + "] still runs " + patience.toMillis()
                        + " ms after it was interrupted; its stack is the cause",
                where);
    }

    /** Throws anything as it is: the compiler takes it for unchecked. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X unchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
