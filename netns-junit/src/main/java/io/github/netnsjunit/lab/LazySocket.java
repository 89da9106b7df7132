package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkSocket;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A namespace's netlink socket, opened when it is first needed. */
final class LazySocket implements Supplier<NetlinkSocket>, AutoCloseable {

    private final String namespace;
    private final Supplier<NetlinkSocket> opener;
    private @Nullable NetlinkSocket socket;
    private boolean closed;

    LazySocket(String namespace, Supplier<NetlinkSocket> opener) {
        this.namespace = namespace;
        this.opener = opener;
    }

    @Override
    public synchronized NetlinkSocket get() {
        if (closed) {
            throw new IllegalStateException("namespace [" + namespace + "] is closed");
        }
        if (socket == null) {
            socket = opener.get();
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
