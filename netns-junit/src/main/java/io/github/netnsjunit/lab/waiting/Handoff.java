package io.github.netnsjunit.lab.waiting;

import io.github.netnsjunit.lab.LabException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Code that one thread, the caller, lets another thread run. The caller waits, and it looks as if the caller had run
 * the code itself: the code sees the caller's context class loader, interrupts are passed on in both directions, and
 * the caller gets the exception that the code threw.
 */
public final class Handoff<T> implements Runnable {

    /** How long interrupted code may take to end. After that, the thread that waits for it gives up. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /**
     * How often the caller looks for the result before it parks. This takes about 10 microseconds, less than to park
     * and to unpark: so short code returns before the caller goes to sleep.
     */
    private static final int SPINS_BEFORE_PARKING = 400;

    private final Callable<T> body;
    private final Duration gracePeriod;
    private final @Nullable ClassLoader contextClassLoader =
            Thread.currentThread().getContextClassLoader();
    private volatile @Nullable Thread waiting;
    private @Nullable Thread runner;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean interruptRequested;
    private boolean interruptedAtEnd;
    private volatile boolean done;

    public Handoff(Callable<T> body) {
        this(body, GRACE);
    }

    /** @param gracePeriod how long the code may take to end after it was interrupted */
    public Handoff(Callable<T> body, Duration gracePeriod) {
        this.body = body;
        this.gracePeriod = gracePeriod;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // every Throwable travels to the caller
    public void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        begin(thread);
        try {
            thread.setContextClassLoader(contextClassLoader);
            result = body.call();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            thread.setContextClassLoader(before);
            end();
        }
    }

    /** Ends this with an error, because no thread could be started to run the code. */
    public void fail(Error why) {
        failure = why;
        end();
    }

    /** The thread that runs the code now; null before and after. */
    synchronized @Nullable Thread runner() {
        return runner;
    }

    private synchronized void begin(Thread thread) {
        runner = thread;
        if (interruptRequested) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        interruptedAtEnd = Thread.interrupted();
        runner = null;
        done = true;
        LockSupport.unpark(waiting); // set before its thread looks whether this is done
    }

    /**
     * Passes an interrupt on to the code. Returns false if the code has already ended: then the caller keeps the
     * interrupt.
     */
    private synchronized boolean interrupt() {
        interruptRequested = true;
        if (runner != null) {
            runner.interrupt();
        }
        return !done;
    }

    /**
     * Waits until the code has ended. If the caller is interrupted, the code is interrupted too and gets the grace
     * period to end.
     *
     * @throws LabException with the stack of the code, if it still runs after the grace period
     */
    public T await() {
        return await(true);
    }

    /**
     * Waits until the code has ended, without a limit. An interrupt does not reach the code; the caller still has it
     * afterwards.
     */
    public T awaitRegardless() {
        return await(false);
    }

    private T await(boolean passInterruptsOn) {
        Thread caller = Thread.currentThread();
        boolean interrupted = false;
        for (int i = 0; i < SPINS_BEFORE_PARKING && !done; i++) {
            Thread.onSpinWait();
        }
        waiting = caller;
        Deadline deadline = null; // there is one only after an interrupt
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
                deadline = Deadline.in(gracePeriod);
            } else if (deadline != null && deadline.isOver()) {
                LabException tooLate = failureIfStillRunning();
                if (tooLate != null) {
                    caller.interrupt();
                    throw tooLate;
                }
            }
        }
        if (interruptedAtEnd || interrupted) {
            caller.interrupt();
        }
        if (failure != null) {
            throw Handoff.<RuntimeException>unchecked(failure);
        }
        return resultAsReturned();
    }

    @SuppressWarnings("NullAway") // the result is null only if the code returned null
    private T resultAsReturned() {
        return result;
    }

    /** Returns the failure for code that did not end in time, or null if it has ended after all. */
    private synchronized @Nullable LabException failureIfStillRunning() {
        if (done) {
            return null;
        }
        Thread thread = runner;
        if (thread == null) {
            return new LabException(
                    "The code that was handed over had not begun " + gracePeriod.toMillis()
                            + " ms after it was interrupted",
                    null);
        }
        Throwable stack = new Throwable("where thread [" + thread.getName() + "] is");
        stack.setStackTrace(thread.getStackTrace());
        return new LabException(
                "The code handed to thread [" + thread.getName() + "] still runs " + gracePeriod.toMillis()
                        + " ms after it was interrupted; its stack is the cause." + HeldLock.describe(thread),
                stack);
    }

    /** Throws a checked exception without declaring it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X unchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
