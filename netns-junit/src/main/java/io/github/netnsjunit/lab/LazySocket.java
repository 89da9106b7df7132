package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkSocket;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A namespace's netlink socket, opened when it is first needed. */
final class LazySocket implements Supplier<NetlinkSocket>, AutoCloseable {

    private final Callable<NetlinkSocket> opener;
    private @Nullable NetlinkSocket socket;
    private boolean closed;

    LazySocket(Callable<NetlinkSocket> opener) {
        this.opener = opener;
    }

    @Override
    public synchronized NetlinkSocket get() {
        if (closed) {
            throw new IllegalStateException("the namespace is closed");
        }
        if (socket == null) {
            try {
                socket = opener.call();
            } catch (RuntimeException refused) {
                throw refused;
            } catch (Exception impossible) { // to open a socket throws no other
                throw new IllegalStateException(impossible);
            }
        }
        return socket;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (socket != null) {
            socket.close();
        }
    }
}
