package io.github.netnsjunit.lab.escape;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** How to keep the sockets of a library inside. A library is known by the names of its threads. */
enum Remedy {
    OKHTTP(
            false,
            "The threads of OkHttp serve the whole JVM, from where they were first used."
                    + " Take okHttpClient() of the namespace, or give the client its socketFactory().",
            "OkHttp"),
    JDK_CLIENT(
            false,
            "The selector and the pool of a java.net.http.HttpClient stay where it was made. Take httpClient() of the namespace.",
            "HttpClient-"),
    GRPC(
            true,
            "The event loops of gRPC serve the whole JVM, from where they were first used."
                    + " Give each channel and server a group of its own, made with threadFactory(), and an executor().",
            "grpc-"),
    REACTOR(
            true,
            "The loops and connections of Reactor Netty serve the whole JVM, from where they were first used."
                    + " Give each client and server LoopResources and a ConnectionProvider of its own, made inside.",
            "reactor-|(parallel|single|boundedElastic)-\\d"),
    NETTY(
            true,
            "Netty opens a socket on the thread that calls bind or connect."
                    + " Call them inside, in a body or in call(...), with an event loop group made with threadFactory().",
            "(nio|epoll|multiThreadIo)EventLoop|vert\\.x-"),
    COMMON_POOL(
            true,
            "The common pool, parallel streams, CompletableFuture without an executor and virtual threads share the threads of the"
                    + " whole JVM. Give the work to executor() of the namespace.",
            "ForkJoinPool|VirtualThread|(Read|Write)-Poller");

    private final boolean forServers;
    private final String text;
    /** Matches the beginning of a name. */
    private final Pattern threadNames;

    Remedy(boolean forServers, String text, String threadNames) {
        this.forServers = forServers;
        this.text = text;
        this.threadNames = Pattern.compile(threadNames);
    }

    /** The library to which a thread with this name belongs. */
    static Optional<Remedy> forThread(String name) {
        return Arrays.stream(values())
                .filter(remedy -> remedy.threadNames.matcher(name).lookingAt())
                .findFirst();
    }

    /** Whether the threads of the library may open sockets that listen. */
    boolean isForServers() {
        return forServers;
    }

    @Override
    public String toString() {
        return text;
    }
}
