package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.names.LocalHostCache;
import io.github.netnsjunit.lab.names.UnknownNames;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.lab.waiting.Handoff;
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
    private static final long IDLE_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String name;
    private final PrivateViews views;
    private final Set<PinnedThread> threads = ConcurrentHashMap.newKeySet();
    /** Those of them that {@link #newThread} made, for users and their pools. */
    private final Set<PinnedThread> fromFactory = ConcurrentHashMap.newKeySet();

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
     * All addresses of a host, as code inside the namespace finds them. The one to try first comes first.
     *
     * @throws UnknownHostException if the name has no address inside; it lists the names that have one
     * @throws LabException if the name could not be looked up
     */
    public List<InetAddress> resolve(String hostName) throws UnknownHostException {
        if (hostName.isBlank()) { // Java would return the loopback address
            throw new IllegalArgumentException("a host name must not be blank");
        }
        return callChecked(() -> UnknownNames.resolve(hostName, name, views.names()));
    }

    /**
     * Runs code on the calling thread if that is inside this namespace already, else on a pinned thread of the pool.
     */
    public <T> T call(Callable<T> body) throws Exception {
        if (PinnedThread.currentNamespace() == this) {
            return body.call();
        }
        return handOver(new Handoff<>(entering(body)), calls::executeWithoutEntering);
    }

    /** The same for code whose checked exceptions are of one type: the call throws what the code throws. */
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

    /**
     * Runs code on a pinned thread of an executor.
     *
     * @param gracePeriod how long the code may take to end after the calling thread was interrupted
     */
    <T> T callOn(Executor executor, Callable<T> body, Duration gracePeriod) {
        return handOver(new Handoff<>(entering(body), gracePeriod), executor);
    }

    private <T> T handOver(Handoff<T> handoff, Executor executor) {
        checkOpen();
        PinnedThread waiting = PinnedThread.current();
        try {
            executor.execute(() -> PinnedThread.runFor(waiting, handoff));
        } catch (RejectedExecutionException closing) {
            checkOpen();
            throw closing;
        }
        return handoff.await();
    }

    private static <T> Callable<T> entering(Callable<T> body) {
        return () -> {
            PinnedThread.enter();
            LocalHostCache.clear();
            try {
                return body.call();
            } finally {
                LocalHostCache.clear();
            }
        };
    }

    /**
     * Makes a thread that enters the namespace before it runs the task. The private views are made here and not on the
     * new thread: if the kernel refuses them, the caller gets the exception. On the new thread it would be lost, and a
     * pool would wait for ever for the end of its task.
     */
    @Override
    public Thread newThread(Runnable task) {
        var unused = views.descriptor(); // makes the views if there are none yet
        PinnedThread thread = newPinnedThread(
                () -> {
                    PinnedThread.enter();
                    task.run();
                },
                true);
        fromFactory.add(thread);
        return thread;
    }

    /** Makes a pinned thread that enters the namespace only when its task lets it. */
    PinnedThread newPinnedThread(Runnable task, boolean inheritThreadLocals) {
        PinnedThread thread =
                new PinnedThread(this, task, "netns " + name + " " + number.incrementAndGet(), inheritThreadLocals);
        threads.add(thread);
        if (closed) { // checked only after the add: so either this refuses the thread or interruptAll() finds it
            threads.remove(thread);
            checkOpen();
        }
        return thread;
    }

    /**
     * Returns an executor of pinned threads, which is shut down with the namespace. It is the same one at each call,
     * until a user shuts it down.
     */
    public synchronized ExecutorService executor() {
        checkOpen();
        if (executor == null || executor.isShutdown()) {
            executor = newPool();
        }
        return executor;
    }

    /** Makes another executor of pinned threads, which is shut down with the namespace. */
    Pool newPool() {
        Pool pool = new Pool();
        shutDownAtEnd(pool);
        return pool;
    }

    /** Shuts an executor of pinned threads down when the namespace is closed. */
    void shutDownAtEnd(ExecutorService pool) {
        pools.add(pool);
        checkOpen(); // only after the add: so either this refuses the pool or interruptAll() finds it
    }

    /** Forgets an executor that is shut down already. */
    void forget(ExecutorService pool) {
        pools.remove(pool);
    }

    int kernelIdOfThisThread() {
        return views.kernelIdOfThisThread();
    }

    /** Takes the calling thread into the namespace, for good. */
    void enterOnThisThread() {
        checkOpen(); // a thread may be started long after it was made
        try {
            views.enter();
            LocalHostCache.clear();
        } catch (LinuxException failure) {
            throw Refusals.explain("enter the namespace", name, null, failure);
        }
    }

    /** Forgets a thread that has ended. */
    void remove(PinnedThread thread) {
        threads.remove(thread);
        fromFactory.remove(thread);
    }

    /** Whether a thread is one of these and will end when the namespace is closed. */
    public boolean owns(Thread thread) {
        return threads.stream().anyMatch(each -> each.equals(thread) && !isHeldByUsersPool(each));
    }

    /** The same for a thread whose id in the kernel is given. */
    public boolean owns(int tid) {
        return threads.stream().anyMatch(thread -> thread.tid() == tid && !isHeldByUsersPool(thread));
    }

    /** Whether only a pool of a user can end a thread: it waits for work there, for example, and interrupts do not end it. */
    private boolean isHeldByUsersPool(PinnedThread thread) {
        return fromFactory.contains(thread) && thread.isHeldByPool();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("namespace [" + name + "] is closed");
        }
    }

    /** Interrupts every thread and shuts down the pools made here. */
    public void interruptAll() {
        closed = true;
        PinnedThread.withoutInterruptingWaitingThreads(() -> {
            pools.forEach(ExecutorService::shutdownNow);
            threads.forEach(Thread::interrupt);
        });
    }

    /**
     * Waits until every thread has ended or its deadline has passed. Returns the threads that still run, in a list that may be
     * changed. An interrupt of the calling thread does not shorten the wait; the thread still has it afterwards.
     *
     * @param factoryDeadline counts for the threads that {@link #newThread} made, if it is earlier
     */
    public List<Thread> awaitAll(Deadline deadline, Deadline factoryDeadline) {
        List<Thread> left = new ArrayList<>();
        for (PinnedThread thread : threads) {
            // A lab may be closed from inside: then the closing thread ends later.
            // A thread that was never started does not keep the namespace alive.
            if (PinnedThread.isCurrentOrWaiting(thread) || thread.getState() == Thread.State.NEW) {
                continue;
            }
            if (!endsBy(isFromFactory(thread) ? deadline.earlierOf(factoryDeadline) : deadline, thread)) {
                left.add(thread);
            }
        }
        return left;
    }

    /** Whether {@link #newThread} made a thread, for a user. */
    public boolean isFromFactory(Thread thread) {
        return thread instanceof PinnedThread pinned && fromFactory.contains(pinned);
    }

    /**
     * Waits until a thread has ended, or only a pool of a user can end it. Returns false if the deadline passes before.
     */
    private boolean endsBy(Deadline deadline, PinnedThread thread) {
        // A thread does not tell when it begins to wait for work, so look again and again.
        long longestWait = fromFactory.contains(thread) ? IDLE_CHECK_NANOS : Long.MAX_VALUE;
        boolean interrupted = false;
        do {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, Math.min(longestWait, deadline.nanosLeft())));
            } catch (InterruptedException later) {
                interrupted = true;
            }
        } while (thread.isAlive() && !isHeldByUsersPool(thread) && !deadline.isOver());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive() || isHeldByUsersPool(thread);
    }

    /**
     * A cached pool of pinned threads. {@link #execute} returns only when the thread is inside the namespace: if the
     * kernel refuses that, the caller gets the exception. It cannot be reported through the task, because a
     * {@link java.util.concurrent.FutureTask}, for example, reports only what its own code throws.
     */
    private final class Pool extends ThreadPoolExecutor {

        Pool() {
            super(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    // Without thread-locals of the calling thread: later the new thread works for other callers too.
                    task -> NamespaceThreads.this.newPinnedThread(task, false));
        }

        @Override
        public void execute(Runnable task) {
            requireNonNull(task, "task");
            CompletableFuture<AllSteps> entry = new CompletableFuture<>();
            try {
                super.execute(() -> {
                    entry.complete(new AllSteps().take(PinnedThread::enter));
                    if (PinnedThread.currentNamespace() != null) { // entering succeeded
                        LocalHostCache.clear();
                        task.run();
                    }
                });
                entry.join().finish();
            } catch (LabException | IllegalStateException refused) {
                // Callers of an executor expect no other exception.
                throw new RejectedExecutionException(refused.getMessage(), refused);
            }
        }

        /** Starts a task that enters the namespace itself and reports to its caller what fails. */
        void executeWithoutEntering(Runnable task) {
            super.execute(task);
        }

        @Override
        protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
            endIfMoved(thrown);
        }

        @Override
        protected void terminated() {
            forget(this);
        }
    }

    /**
     * Lets the calling thread, which must be a pinned one of a pool, end if code has moved it into another namespace: the next code would
     * run there. It goes home before, because its pool then starts another thread from it, which is born where it is.
     *
     * @param thrown what the code threw, or null
     */
    void endIfMoved(@Nullable Throwable thrown) {
        if (thrown instanceof PinnedThread.MovedException) {
            return;
        }
        Set<String> kinds = PinnedThread.movedInto();
        if (kinds.isEmpty()) {
            return;
        }
        System.getLogger(NamespaceThreads.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "Code that ran in namespace [" + name + "] has moved its thread into another "
                                + String.join(" and ", kinds)
                                + " namespace, by setns or unshare. The thread ends now, so that nothing else runs there. Let such code"
                                + " run on a thread of its own, which ends with it.");
        try {
            enterOnThisThread();
        } catch (LabException | IllegalStateException staysThere) {
            // the one that takes its place is born there too, and goes home before it runs anything
        }
        if (thrown == null) { // otherwise the thread ends anyway
            throw new PinnedThread.MovedException();
        }
    }
}
