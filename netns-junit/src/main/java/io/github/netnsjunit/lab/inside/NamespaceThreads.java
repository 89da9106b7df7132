package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.AllSteps;
import io.github.netnsjunit.lab.system.Deadline;
import io.github.netnsjunit.lab.system.Refusals;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The pinned threads of one namespace. */
public final class NamespaceThreads implements ThreadFactory {

    private static final long IDLE_SECONDS = 60;
    private static final long IDLE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String name;
    private final PrivateViews views;
    private final Set<PinnedThread> threads = ConcurrentHashMap.newKeySet();
    /** Those of them that were asked of the thread factory. */
    private final Set<PinnedThread> madeToOrder = ConcurrentHashMap.newKeySet();

    private final AtomicInteger number = new AtomicInteger();
    private final Set<ExecutorService> pools = ConcurrentHashMap.newKeySet();
    private final Pool calls = newPool();
    private @Nullable ExecutorService executor;
    private volatile boolean closed;

    public NamespaceThreads(String name, PrivateViews views) {
        this.name = name;
        this.views = views;
    }

    /** The name of the namespace. */
    String name() {
        return name;
    }

    /**
     * All addresses of a host, as code inside finds them; the one that is to be tried first comes first.
     *
     * @throws UnknownHostException if the name has no address inside
     */
    public List<InetAddress> resolve(String hostName) throws UnknownHostException {
        if (hostName.isBlank()) { // which Java would take for the loopback
            throw new IllegalArgumentException("a host name must not be blank");
        }
        return callChecked(() -> List.of(InetAddress.getAllByName(hostName)));
    }

    /** Runs a body here if the calling thread is pinned here, else on a pinned thread that waits for work. */
    public <T> T call(Callable<T> body) throws Exception {
        if (PinnedThread.currentHome() == this) {
            return body.call();
        }
        return hand(new Handoff<>(entered(body)), calls::executeAtOnce);
    }

    /** The same for a body whose checked exceptions are of one kind: a call throws what its body throws. */
    @SuppressWarnings("unchecked")
    public <T, X extends Exception> T callChecked(CheckedBody<T, X> body) throws X {
        try {
            return call(body::call);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception declared) {
            throw (X) declared;
        }
    }

    /** Runs a body on a thread that is born of the calling one, and so inherits its inheritable thread-locals. */
    public <T> T callOnNewThread(Callable<T> body, Duration patience) {
        return hand(
                new Handoff<>(entered(body), patience),
                task -> unstarted(task, true).start());
    }

    private <T> T hand(Handoff<T> handoff, Executor to) {
        checkOpen();
        PinnedThread waiting = PinnedThread.current();
        try {
            to.execute(() -> PinnedThread.serve(waiting, handoff));
        } catch (RejectedExecutionException closing) {
            checkOpen();
            throw closing;
        }
        return handoff.await();
    }

    private static <T> Callable<T> entered(Callable<T> body) {
        return () -> {
            PinnedThread.enter();
            return body.call();
        };
    }

    /**
     * A thread that enters before it runs the task. What the kernel may refuse of that is done here, for whoever asks to hear of it:
     * a pool that waits for the task's end would wait for ever.
     */
    @Override
    public Thread newThread(Runnable task) {
        var unused = views.descriptor();
        PinnedThread thread = unstarted(
                () -> {
                    PinnedThread.enter();
                    task.run();
                },
                true);
        madeToOrder.add(thread);
        return thread;
    }

    private PinnedThread unstarted(Runnable task, boolean inheriting) {
        PinnedThread thread =
                new PinnedThread(this, task, "netns " + name + " " + number.incrementAndGet(), inheriting);
        threads.add(thread);
        if (closed) { // asked after the thread is in the set: it is either refused here or found by interruptAll()
            threads.remove(thread);
            checkOpen();
        }
        return thread;
    }

    /** An executor of pinned threads that ends with the namespace; a new one if the last was shut down. */
    public synchronized ExecutorService executor() {
        checkOpen();
        if (executor == null || executor.isShutdown()) {
            executor = newPool();
        }
        return executor;
    }

    /** An executor of pinned threads that nobody else has; it ends with the namespace. */
    Pool newPool() {
        Pool pool = new Pool();
        pools.add(pool);
        checkOpen(); // asked after it is in the set: it is either refused here or found by interruptAll()
        return pool;
    }

    public int kernelIdOfThisThread() {
        return views.kernelIdOfThisThread();
    }

    public void enterOnThisThread() {
        checkOpen(); // a thread may be started long after it was made
        try {
            views.enter();
        } catch (LinuxException failure) {
            throw Refusals.explain("enter the namespace", name, null, failure);
        }
    }

    public void ended(PinnedThread thread) {
        threads.remove(thread);
        madeToOrder.remove(thread);
    }

    /** Whether a thread is one of these, and will end with the namespace. */
    public boolean owns(Thread thread) {
        return threads.stream().anyMatch(each -> each.equals(thread) && !outlivesInterrupts(each));
    }

    public boolean owns(int tid) {
        return threads.stream().anyMatch(thread -> thread.tid() == tid && !outlivesInterrupts(thread));
    }

    /** An idle thread of somebody's pool; the pools made here are shut down here. */
    private boolean outlivesInterrupts(PinnedThread thread) {
        return madeToOrder.contains(thread) && thread.isIdle();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("namespace [" + name + "] is closed");
        }
    }

    /** Tells every thread to end. */
    public void interruptAll() {
        closed = true;
        PinnedThread.sparingThoseThatWait(() -> {
            pools.forEach(ExecutorService::shutdownNow);
            threads.forEach(Thread::interrupt);
        });
    }

    /**
     * Waits for the end of every thread, until a deadline; returns those that still run. An interrupt shortens nothing,
     * and is kept: whatever was told to end is to be seen to.
     */
    public List<Thread> awaitAll(Deadline deadline) {
        List<Thread> left = new ArrayList<>();
        for (PinnedThread thread : threads) {
            // A lab that is closed from inside ends after its closer; a thread that was never started holds nothing.
            if (PinnedThread.waitsForThisOne(thread) || thread.getState() == Thread.State.NEW) {
                continue;
            }
            if (!endsBy(deadline, thread)) {
                left.add(thread);
            }
        }
        return left;
    }

    /** Whether a thread ends by a moment; one that waits for work of which there will be none is not waited for. */
    private boolean endsBy(Deadline deadline, PinnedThread thread) {
        long slice = madeToOrder.contains(thread) ? IDLE_LOOK_NANOS : Long.MAX_VALUE; // nothing tells that it is idle
        boolean interrupted = false;
        do {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, Math.min(slice, deadline.nanosLeft())));
            } catch (InterruptedException later) {
                interrupted = true;
            }
        } while (thread.isAlive() && !outlivesInterrupts(thread) && !deadline.isOver());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive() || outlivesInterrupts(thread);
    }

    /**
     * A cached pool that takes a task when the thread that runs it is inside: a refused entry is told to whoever hands the task in,
     * because a task of somebody else's making, such as a {@link java.util.concurrent.FutureTask}, takes no failure but its own.
     */
    private final class Pool extends ThreadPoolExecutor {

        Pool() {
            super(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    // Not inheriting: it serves others after whoever makes it.
                    task -> NamespaceThreads.this.unstarted(task, false));
        }

        @Override
        public void execute(Runnable task) {
            requireNonNull(task, "task");
            CompletableFuture<AllSteps> entry = new CompletableFuture<>();
            try {
                super.execute(() -> {
                    entry.complete(new AllSteps().take(PinnedThread::enter));
                    if (PinnedThread.currentHome() != null) { // it is inside
                        task.run();
                    }
                });
                entry.join().finish();
            } catch (LabException | IllegalStateException refused) {
                // The only exception that those who hand tasks in reckon with.
                throw new RejectedExecutionException(refused.getMessage(), refused);
            }
        }

        /** Starts a task that enters by itself, and whose caller waits for it. */
        void executeAtOnce(Runnable task) {
            super.execute(task);
        }

        @Override
        protected void terminated() {
            pools.remove(this);
        }
    }
}
