package io.github.netnsjunit.lab.escape;

import io.github.netnsjunit.kernel.socket.ProcessSocket;
import io.github.netnsjunit.lab.leak.EndingThreads;
import io.github.netnsjunit.lab.leak.Product;
import io.github.netnsjunit.lab.system.KernelThread;
import io.github.netnsjunit.lab.system.ThreadDump;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;

/**
 * Tells which threads a socket may have come from. The kernel does not know who opened it; but it knows which threads wait for it, and
 * where the threads of pools are.
 */
final class SocketThreads {

    /** The beginnings of the names of pools that open no sockets for tests: ours, and those of Surefire, JUnit and the JDK. */
    private static final List<String> NOT_OF_TESTS = List.of(
            "netns-junit ",
            "surefire-",
            "junit-",
            "process reaper",
            "CompletableFutureDelayScheduler",
            "ForkJoinPool.commonPool-delayScheduler");

    private static final String IDLE_IN_POOL = ThreadPoolExecutor.class.getName() + ".getTask";

    private final List<KernelThread> threads = KernelThread.all();
    private final Map<Integer, ThreadDump.Entry> dump = ThreadDump.take();

    /** The names of the threads that wait for a socket, in a system call on it or on an epoll instance that watches it. */
    List<String> waitingFor(ProcessSocket socket) {
        return names(threads.stream()
                .filter(thread -> thread.firstArgument().stream()
                        .anyMatch(argument -> argument == socket.number()
                                || DescriptorTable.isRegisteredInEpoll(argument, socket.number()))));
    }

    /** The names of those threads in a network that belong to pools, or to libraries which keep threads. */
    List<String> ofPools(Path network) {
        return names(threads.stream()
                .filter(thread -> dump.containsKey(thread.tid()) && isOfPool(dump.get(thread.tid())))
                .filter(thread -> thread.network().filter(network::equals).isPresent()));
    }

    private static boolean isOfPool(ThreadDump.Entry thread) {
        return NOT_OF_TESTS.stream().noneMatch(thread.name()::startsWith)
                && (Product.ofThreadName(thread.name()).isPresent()
                        || thread.stack().contains(IDLE_IN_POOL));
    }

    /** Whether a thread can be one that works for tests: not one of ours, Surefire's, JUnit's or the JDK's, nor one that ends by itself. */
    boolean mayWorkForTests(KernelThread thread) {
        ThreadDump.Entry entry = dump.get(thread.tid());
        return entry != null
                && NOT_OF_TESTS.stream().noneMatch(entry.name()::startsWith)
                && !EndingThreads.endsByItself(entry.name(), entry.stack());
    }

    /** The names of threads as Java knows them, or as the kernel does where Java does not know them. */
    List<String> names(Stream<KernelThread> of) {
        return of.map(thread -> {
                    ThreadDump.Entry entry = dump.get(thread.tid());
                    return entry == null ? thread.shortName() : entry.name();
                })
                .distinct()
                .sorted()
                .toList();
    }
}
