package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** An empty network namespace for one test. Every call inside runs on a new thread, which then ends. */
final class ScratchNamespace implements AutoCloseable {

    private static final Libc LIBC = NativeLibrary.libc();

    private final Descriptor descriptor;
    private final Deque<NetlinkSocket> sockets = new ArrayDeque<>();

    private ScratchNamespace(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    static ScratchNamespace create() throws Exception {
        return new ScratchNamespace(onNewThread(() -> {
            LIBC.unshare(Libc.CLONE_NEWNET);
            return LIBC.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0);
        }));
    }

    Descriptor descriptor() {
        return descriptor;
    }

    NetlinkSocket socket() throws Exception {
        return socket(LIBC);
    }

    /** A socket in this namespace that makes its system calls through {@code libc}. It is closed with the namespace. */
    NetlinkSocket socket(Libc libc) throws Exception {
        NetlinkSocket socket = inside(() -> NetlinkSocket.open(libc));
        sockets.push(socket);
        return socket;
    }

    <T> T inside(Callable<T> body) throws Exception {
        return onNewThread(() -> {
            LIBC.setns(descriptor, Libc.CLONE_NEWNET);
            return body.call();
        });
    }

    @Override
    public void close() {
        sockets.forEach(NetlinkSocket::close);
        descriptor.close();
    }

    private static <T> T onNewThread(Callable<T> body) throws Exception {
        var task = new FutureTask<>(body);
        var thread = new Thread(task, "scratch-namespace");
        thread.start();
        thread.join();
        return task.get();
    }
}
