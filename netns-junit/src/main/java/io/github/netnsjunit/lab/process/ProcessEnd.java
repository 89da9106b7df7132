package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.process.Signal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How the process group of a program ends: by itself, or because it is asked to, signal by signal, and is killed at last. */
final class ProcessEnd {

    /**
     * How long to wait for the exit after SIGKILL, and for the rest of the output after the exit. The output may never end: a program
     * that left the group can hold it open.
     */
    static final Duration KILLING = Duration.ofSeconds(1);

    /**
     * How often to check whether a port is listened on, which costs about 0.1 ms, or whether a group has ended or has a socket, which
     * costs about 1 ms. The kernel notifies nobody of any of these.
     */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final NamespaceProcesses owner;
    private final LiveProcess program;
    private final Process process;
    private final ProcessGroup group;
    private final LiveProcess.Pipes pipes;
    private final StopPlan plan;
    /** Until when the group may take to end after the first signal; null while it has not been sent. */
    private volatile @Nullable Deadline limit;

    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether the program had exited when its group was asked to end, so that only its children may be left. */
    private volatile boolean leaderHadExited;

    ProcessEnd(
            NamespaceProcesses owner,
            LiveProcess program,
            Process process,
            ProcessGroup group,
            LiveProcess.Pipes pipes,
            StopPlan plan) {
        this.owner = owner;
        this.program = program;
        this.process = process;
        this.group = group;
        this.pipes = pipes;
        this.plan = plan;
    }

    StopPlan plan() {
        return plan;
    }

    /** Whether the group has ended, as far as is known, or is being killed. */
    boolean isOver() {
        return closed.get();
    }

    /**
     * Releases what a group used that has ended by itself, because a lab may start thousands of programs. Runs after the end of the
     * output.
     */
    void releaseIfGroupEnded() {
        try {
            process.waitFor();
        } catch (InterruptedException neverHappens) { // nobody else knows this thread
            return;
        }
        if (!owner.isClosed() && isGroupEnded() && closed.compareAndSet(false, true)) {
            pipes.close();
            owner.forget(program);
        }
    }

    /** Whether only the watchman is left of the group. The output may end earlier: a child may print to somewhere else. */
    private boolean isGroupEnded() {
        return group.size() <= 1;
    }

    /** Asks the group to end, once. Does nothing if it has ended: its id may belong to another group by then. */
    synchronized void ask() {
        if (!closed.get() && limit == null) {
            leaderHadExited = !process.isAlive();
            limit = Deadline.in(plan.patience());
            owner.terminate(program, plan.signals().get(0));
        }
    }

    /** Whether it was asked to end, and the time for that is over. */
    boolean tookTooLong() {
        Deadline asked = limit;
        return asked != null && asked.isOver();
    }

    /** Waits for the end, and kills what is left of the group then, if it was asked to end. */
    void finish(ProcessOutput output) {
        Deadline first = limit;
        if (first == null || !closed.compareAndSet(false, true)) {
            return;
        }
        AllSteps steps = new AllSteps();
        boolean interrupted = Thread.interrupted() || awaitEndOrInterrupt(first);
        for (Signal next : plan.signals().subList(1, plan.signals().size())) {
            if (!interrupted && (leaderHadExited ? !isGroupEnded() : process.isAlive())) {
                steps.take(() -> owner.terminate(program, next));
                interrupted = awaitEndOrInterrupt(Deadline.in(plan.patience()));
            }
        }
        steps.take(() -> owner.kill(program))
                // Then the watchman kills what may be left.
                // A program that has not begun yet exits instead of beginning.
                .take(pipes::close)
                .take(() -> output.close(Deadline.in(KILLING)))
                .take(() -> owner.forget(program));
        interrupted |= awaitExitOrInterrupt(Deadline.in(KILLING));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        steps.finish();
    }

    private boolean awaitEndOrInterrupt(Deadline deadline) {
        if (!leaderHadExited) {
            return awaitExitOrInterrupt(deadline);
        }
        try {
            while (!isGroupEnded() && !deadline.isOver()) {
                pause();
            }
            return false;
        } catch (InterruptedException interrupt) {
            return true;
        }
    }

    /** Waits a moment before the next check of what the kernel notifies nobody of. */
    static void pause() throws InterruptedException {
        LockSupport.parkNanos(POLL_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean awaitExitOrInterrupt(Deadline deadline) {
        try {
            process.waitFor(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
            return false;
        } catch (InterruptedException interrupt) {
            return true;
        }
    }
}
