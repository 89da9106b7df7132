package io.github.netnsjunit.lab.leak;

import io.github.netnsjunit.lab.listing.LeftThread;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A product that starts threads of its own, and what to do so that it leaves none inside and opens no socket outside. It can be told
 * from the names of its threads, or from the classes on their stacks. The first one that fits counts: gRPC and Reactor run on Netty.
 */
public enum Product {
    GRPC(
            "grpc-.*",
            "at io.grpc.",
            "gRPC ends its shared threads about 1 s after the last channel and server: await"
                    + " channel.shutdownNow().awaitTermination(...), and the same for each server. Others share these threads, so give"
                    + " each builder an event loop group of threadFactory() and the executor() of the namespace",
            true,
            "The event loops of gRPC serve the whole JVM, from where they were first used."
                    + " Give each channel and server a group of its own, made with threadFactory(), and an executor()."),

    REACTOR(
            "reactor-.*|(parallel|single|boundedElastic)-\\d+|boundedElastic-evictor-\\d+",
            "at reactor.",
            "Reactor's loops and schedulers are shared by the whole JVM: give runOn(...) an event loop group of threadFactory(), and"
                    + " publishOn(...) Schedulers.fromExecutor(namespace.executor());"
                    + " or call HttpResources.disposeLoopsAndConnections() and Schedulers.shutdownNow() at the end of the test",
            true,
            "The loops and connections of Reactor Netty serve the whole JVM, from where they were first used."
                    + " Give each client and server LoopResources and a ConnectionProvider of its own, made inside."),

    NETTY(
            "((nio|epoll|multiThreadIo)EventLoop|defaultEventExecutorGroup-|vert\\.x-).*",
            ".netty.util.concurrent.",
            "Netty: call group.shutdownGracefully(0, 1, SECONDS) on each event loop group, and await it",
            true,
            "Netty opens a socket on the thread that calls bind or connect."
                    + " Call them inside, in a body or in call(...), with an event loop group made with threadFactory()."),

    JDK_HTTP_CLIENT(
            "HttpClient-\\d+-.*",
            "jdk.internal.net.http.",
            "The JDK's HttpClient: use the httpClient() of the namespace, which ends with its network. One of your own is ended by its"
                    + " close() from Java 21 on; before, its threads end only after it was garbage-collected",
            false,
            "The selector and the pool of a java.net.http.HttpClient stay where it was made. Take httpClient() of the namespace."),

    OKHTTP(
            "(OkHttp|Okio) .*",
            "at okhttp3.",
            "OkHttp: use the okHttpClient() of the namespace, which ends with its network. Other clients share threads with all clients"
                    + " of the JVM, which end after a minute of idleness",
            false,
            "The threads of OkHttp serve the whole JVM, from where they were first used."
                    + " Take okHttpClient() of the namespace, or give the client its socketFactory()."),

    ASYNCHRONOUS_CHANNELS(
            null,
            "sun.nio.ch.EPollPort$EventHandlerTask",
            "Asynchronous channels: give open(...) a group of AsynchronousChannelGroup.withThreadPool(namespace.executor()). The default"
                    + " group is shared by the whole JVM, and never ends",
            true,
            ""),

    FORK_JOIN(
            "(ForkJoinPool|VirtualThread|(Read|Write)-Poller).*",
            null,
            "Threads named ForkJoinPool or VirtualThread may be the JDK's own, which nobody can end: start neither virtual threads nor"
                    + " parallel streams inside, and give CompletableFuture the executor() of the namespace",
            true,
            "The common pool, parallel streams, CompletableFuture without an executor and virtual threads share the threads of the"
                    + " whole JVM. Give the work to executor() of the namespace.");

    private final Pattern threadName;
    private final Optional<String> frame;
    private final String advice;
    private final boolean opensServers;
    private final String pattern;

    /**
     * @param threadName a regular expression for the names of its threads, or {@code null} if they have no names of their own
     * @param frame what stands in the stacks of its threads, or {@code null} if nothing special does
     * @param advice what to do if its threads are left, without a full stop
     * @param opensServers whether its threads may open sockets that listen
     * @param pattern how to keep its sockets inside, in full sentences; empty if its threads have no names, by which a socket could be
     *     traced to it
     */
    Product(@Nullable String threadName, @Nullable String frame, String advice, boolean opensServers, String pattern) {
        this.threadName = Pattern.compile(threadName == null ? "(?!)" : threadName, Pattern.DOTALL);
        this.frame = Optional.ofNullable(frame);
        this.advice = advice;
        this.opensServers = opensServers;
        this.pattern = pattern;
    }

    /** The product to which a thread with this name belongs, if it is one of these. */
    public static Optional<Product> ofThreadName(String name) {
        return Arrays.stream(values())
                .filter(each -> each.threadName.matcher(name).matches())
                .findFirst();
    }

    /** Whether its threads may open sockets that listen. */
    public boolean opensServers() {
        return opensServers;
    }

    /** How to keep its sockets inside, in full sentences. */
    public String pattern() {
        return pattern;
    }

    /** The product that has started a thread, if it is one of these. */
    public static Optional<Product> of(LeftThread thread) {
        return Arrays.stream(values()).filter(each -> each.hasStarted(thread)).findFirst();
    }

    /** What to do about threads that are left: a sentence for each product among them, and one for all others. */
    public static String advice(List<LeftThread> threads) {
        return threads.stream()
                .map(
                        thread -> of(thread)
                                .map(product -> product.advice)
                                .orElse(
                                        "Stop them in the test, or use NetworkNamespace.executor(), which stops with its network"))
                .distinct()
                .collect(Collectors.joining(". ", "", "."));
    }

    private boolean hasStarted(LeftThread thread) {
        return threadName.matcher(thread.name()).matches()
                || frame.filter(thread.stack()::contains).isPresent();
    }
}
