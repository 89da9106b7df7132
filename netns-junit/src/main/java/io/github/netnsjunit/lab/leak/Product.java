package io.github.netnsjunit.lab.leak;

import io.github.netnsjunit.lab.LeftThread;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A product that starts threads of its own. It can be told from their names, or from the classes on their stacks. The first one that
 * fits counts: gRPC and Reactor run on Netty.
 */
public enum Product {
    GRPC(
            "grpc-.*",
            "at io.grpc.",
            "gRPC ends its shared threads about 1 s after the last channel and server: await"
                    + " channel.shutdownNow().awaitTermination(...), and the same for each server. Others share these threads, so give"
                    + " each builder an event loop group of threadFactory() and the executor() of the namespace"),

    REACTOR(
            "reactor-.*|(parallel|single|boundedElastic)-\\d+|boundedElastic-evictor-\\d+",
            "at reactor.",
            "Reactor's loops and schedulers are shared by the whole JVM: give runOn(...) an event loop group of threadFactory(), and"
                    + " publishOn(...) Schedulers.fromExecutor(namespace.executor());"
                    + " or call HttpResources.disposeLoopsAndConnections() and Schedulers.shutdownNow() at the end of the test"),

    NETTY(
            "(nioEventLoopGroup|epollEventLoopGroup|multiThreadIoEventLoopGroup|defaultEventExecutorGroup)-.*",
            ".netty.util.concurrent.",
            "Netty: call group.shutdownGracefully(0, 1, SECONDS) on each event loop group, and await it"),

    JDK_HTTP_CLIENT(
            "HttpClient-\\d+-.*",
            "jdk.internal.net.http.",
            "The JDK's HttpClient: use the httpClient() of the namespace, which ends with its network. One of your own is ended by its"
                    + " close() from Java 21 on; before, its threads end only after it was garbage-collected"),

    OKHTTP(
            "(OkHttp|Okio) .*",
            "at okhttp3.",
            "OkHttp: use the okHttpClient() of the namespace, which ends with its network. Other clients share threads with all clients"
                    + " of the JVM, which end after a minute of idleness"),

    ASYNCHRONOUS_CHANNELS(
            null,
            "sun.nio.ch.EPollPort$EventHandlerTask",
            "Asynchronous channels: give open(...) a group of AsynchronousChannelGroup.withThreadPool(namespace.executor()). The default"
                    + " group is shared by the whole JVM, and never ends"),

    FORK_JOIN(
            "(ForkJoinPool|VirtualThread).*",
            null,
            "Threads named ForkJoinPool or VirtualThread may be the JDK's own, which nobody can end: start neither virtual threads nor"
                    + " parallel streams inside, and give CompletableFuture the executor() of the namespace");

    private final Pattern threadName;
    private final Optional<String> frame;
    private final String advice;

    /**
     * @param threadName a regular expression for the names of its threads, or {@code null} if they have no names of their own
     * @param frame what stands in the stacks of its threads, or {@code null} if nothing special does
     * @param advice what to do if its threads are left, without a full stop
     */
    Product(@Nullable String threadName, @Nullable String frame, String advice) {
        this.threadName = Pattern.compile(threadName == null ? "(?!)" : threadName, Pattern.DOTALL);
        this.frame = Optional.ofNullable(frame);
        this.advice = advice;
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
