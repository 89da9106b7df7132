package io.github.netnsjunit.service.dns;

import io.github.netnsjunit.kernel.system.JavaIPv6;
import io.github.netnsjunit.service.DnsTransport;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The sockets of a name server. One thread serves them all and waits in one place, so it ends at once when they are closed. */
public final class DnsSockets implements AutoCloseable {

    private static final int PORT = 53;
    private static final int LONGEST_DATAGRAM = 65_535;

    private final Selector selector;
    private final Answering answering;
    private final ByteBuffer datagram = ByteBuffer.allocate(LONGEST_DATAGRAM);
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparing(Delayed::nanoTime));
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;
    private boolean serving;

    /** A reply that is to be sent at a {@link System#nanoTime} of its own. */
    private record Delayed(long nanoTime, Sending sending) {}

    @FunctionalInterface
    private interface Sending {
        void send() throws IOException;
    }

    private DnsSockets(Selector selector, Answering answering) {
        this.selector = selector;
        this.answering = answering;
    }

    /**
     * Opens the sockets in the namespace of the calling thread. There is one for each address, since a reply must come from the address
     * that was asked; and one for all others, which the namespace may get later. In a Java process without IPv6 only IPv4 is served.
     *
     * @throws IOException if a socket cannot be opened, or if all addresses are of IPv6 and Java does without it
     */
    public static DnsSockets open(List<InetAddress> addresses, Answering answering) throws IOException {
        List<InetAddress> usable = usable(addresses);
        DnsSockets sockets = new DnsSockets(Selector.open(), answering);
        try {
            sockets.register(listening());
            sockets.register(bound(new InetSocketAddress(PORT)));
            for (InetAddress address : usable) {
                try {
                    sockets.register(bound(new InetSocketAddress(address, PORT)));
                } catch (BindException notUsableNow) {
                    // The kernel still looks for duplicates of it: the socket for all others serves it later.
                }
            }
            return sockets;
        } catch (IOException | RuntimeException | Error failure) {
            sockets.closeAll();
            throw failure;
        }
    }

    private static List<InetAddress> usable(List<InetAddress> addresses) throws IOException {
        List<InetAddress> ipv4 =
                addresses.stream().filter(Inet4Address.class::isInstance).toList();
        String reason = ipv4.size() < addresses.size() ? JavaIPv6.reasonAgainst() : "";
        if (reason.isEmpty()) {
            return addresses;
        }
        if (ipv4.isEmpty()) {
            throw new IOException("the name server has IPv6 addresses alone, and " + reason);
        }
        return ipv4;
    }

    private static ServerSocketChannel listening() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        return orClosed(server, () -> server.bind(new InetSocketAddress(PORT)));
    }

    private static DatagramChannel bound(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        return orClosed(
                channel,
                () -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, true)
                        .bind(address));
    }

    private static <C extends Channel> C orClosed(C channel, Sending step) throws IOException {
        try {
            step.send();
            return channel;
        } catch (IOException | RuntimeException | Error failure) {
            channel.close();
            throw failure;
        }
    }

    private void register(SelectableChannel channel) throws IOException {
        orClosed(channel, () -> {
            channel.configureBlocking(false);
            channel.register(
                    selector, channel instanceof ServerSocketChannel ? SelectionKey.OP_ACCEPT : SelectionKey.OP_READ);
        });
    }

    /** Serves until this is closed. */
    public void serve() {
        synchronized (this) {
            if (closed) {
                return;
            }
            serving = true;
        }
        try {
            while (!closed) {
                selector.select(this::serve, millisToWait());
                sendDelayed();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            closeAll();
            ended.countDown();
        }
    }

    /** Until the next reply is due; 0 if there is none, which the selector takes for no limit. */
    private long millisToWait() {
        Delayed next = delayed.peek();
        return next == null ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.nanoTime() - System.nanoTime()) + 1);
    }

    private void sendDelayed() {
        for (Delayed next = delayed.peek();
                next != null && next.nanoTime() - System.nanoTime() <= 0;
                next = delayed.peek()) {
            delayed.remove();
            try {
                next.sending().send();
            } catch (IOException unreachable) {
                // The client has gone meanwhile.
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                accept(server);
            } else if (key.channel() instanceof DatagramChannel channel) {
                receive(channel);
            } else if (key.attachment() instanceof Connection connection) {
                connection.serve(key);
            }
        } catch (IOException broken) {
            // The client has gone, or the network was taken from under the server, as at the end of a lab.
            close(key.channel());
        }
    }

    private void accept(ServerSocketChannel server) throws IOException {
        SocketChannel client = server.accept();
        if (client != null) {
            orClosed(client, () -> {
                client.configureBlocking(false);
                client.register(selector, SelectionKey.OP_READ, new Connection(client));
            });
        }
    }

    private void receive(DatagramChannel channel) throws IOException {
        datagram.clear();
        SocketAddress from = channel.receive(datagram);
        if (from instanceof InetSocketAddress client) {
            byte[] message = Arrays.copyOf(datagram.array(), datagram.position());
            reply(message, client.getAddress(), DnsTransport.UDP, answer -> {
                try {
                    channel.send(answer, from);
                } catch (IOException lost) {
                    // There is no way back to the client: the datagram is lost, as others are.
                }
            });
        }
    }

    @FunctionalInterface
    private interface ReplySending {
        void send(ByteBuffer message) throws IOException;
    }

    private void reply(byte[] message, InetAddress from, DnsTransport transport, ReplySending sending)
            throws IOException {
        Optional<Reply> reply = answering.answer(message, from, transport);
        if (reply.isEmpty()) {
            return;
        }
        ByteBuffer answer = reply.get().message();
        Duration delay = reply.get().delay();
        if (delay.isZero()) {
            sending.send(answer);
        } else {
            delayed.add(new Delayed(System.nanoTime() + delay.toNanos(), () -> sending.send(answer)));
        }
    }

    /** A connection of a client. Each message has its length in front (RFC 1035, section 4.2.2). */
    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(Short.BYTES + LONGEST_DATAGRAM);
        private final List<ByteBuffer> out = new ArrayList<>();

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void serve(SelectionKey key) throws IOException {
            if (key.isWritable()) {
                write();
            }
            if (!key.isReadable()) {
                return;
            }
            if (channel.read(in) < 0) {
                channel.close();
                return;
            }
            in.flip();
            while (in.remaining() >= Short.BYTES
                    && in.remaining() >= Short.BYTES + Short.toUnsignedInt(in.getShort(in.position()))) {
                byte[] message = new byte[Short.toUnsignedInt(in.getShort())];
                in.get(message);
                InetSocketAddress from = (InetSocketAddress) channel.getRemoteAddress();
                reply(message, from.getAddress(), DnsTransport.TCP, this::send);
            }
            in.compact();
        }

        private void send(ByteBuffer message) throws IOException {
            out.add(ByteBuffer.allocate(Short.BYTES + message.remaining())
                    .putShort((short) message.remaining())
                    .put(message)
                    .flip());
            write();
        }

        /** Writes what the kernel takes now. The selector tells when it takes more. */
        private void write() throws IOException {
            while (!out.isEmpty()) {
                channel.write(out.get(0));
                if (out.get(0).hasRemaining()) {
                    break;
                }
                out.remove(0);
            }
            channel.register(
                    selector,
                    out.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE,
                    this);
        }
    }

    private void closeAll() {
        try {
            selector.keys().forEach(key -> close(key.channel()));
        } catch (ClosedSelectorException twice) {
            return;
        }
        close(selector);
    }

    private static void close(Closeable each) {
        try {
            each.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Closes the sockets, and waits until they are closed. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (!serving) {
                closeAll();
                return;
            }
        }
        selector.wakeup();
        awaitEnd();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
