package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.waiting.AllSteps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The packets of one TUN, TAP or MACVTAP interface: one read is one packet, and one write is one. */
public final class PacketChannel extends AbstractInterruptibleChannel implements ByteChannel {

    /** The largest IP packet, and an Ethernet header with two VLAN tags in front. */
    private static final int LARGEST = 65_535 + 22;

    private static final int ETHERNET_HEADER = 14;

    private static final int END = -1;

    private final Libc libc;
    private final String name;
    private final boolean frames;
    private final Descriptor device;
    /** Readable once the channel is being closed. */
    private final Descriptor closing;

    /** Also guards the buffer. {@link #implCloseChannel} takes both locks, so nobody may close the channel while holding one. */
    private final ReentrantLock reading = new ReentrantLock();

    private final ReentrantLock writing = new ReentrantLock();
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST).limit(0);
    private @Nullable ByteBuffer out;

    private PacketChannel(Libc libc, String name, boolean frames, Descriptor device, Descriptor closing) {
        this.libc = libc;
        this.name = name;
        this.frames = frames;
        this.device = device;
        this.closing = closing;
    }

    /**
     * A channel of an interface. Closes the descriptor if it fails.
     *
     * @param name the interface's name, for messages
     * @param frames whether it carries Ethernet frames, and not IP packets
     * @param device does not wait when it is read
     */
    static PacketChannel of(Libc libc, String name, boolean frames, Descriptor device) {
        try {
            return new PacketChannel(libc, name, frames, device, libc.eventfd());
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(device::close).finishFor(failure);
            throw failure;
        }
    }

    /** The name of the interface. */
    String name() {
        return name;
    }

    private interface Transfer {
        int perform() throws IOException;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (into.isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only");
        }
        return interruptibly(reading, () -> {
            if (!in.hasRemaining() && !receive()) {
                return END;
            }
            int length = in.remaining();
            if (length > into.remaining()) {
                throw new IllegalArgumentException("the packet has " + length + " bytes, and the buffer has room for "
                        + into.remaining() + "; the next read returns it again");
            }
            into.put(in);
            return length;
        });
    }

    /** Waits for the next packet. Returns false if the interface is gone. */
    private boolean receive() throws IOException {
        while (true) {
            checkOpen();
            in.clear();
            try {
                in.limit(libc.read(device, in));
                return true;
            } catch (LinuxException refused) {
                in.limit(0);
                if (isGone(refused)) {
                    return false;
                }
                if (refused.errno() != Errno.EAGAIN) {
                    throw failed(refused);
                }
            }
            libc.poll(new Descriptor[] {device, closing}, (short) Libc.POLLIN, Integer.MAX_VALUE);
        }
    }

    @Override
    public int write(ByteBuffer packet) throws IOException {
        check(packet);
        return interruptibly(writing, () -> {
            int length = packet.remaining();
            try {
                libc.write(device, direct(packet));
            } catch (LinuxException refused) {
                throw failed(refused);
            }
            packet.position(packet.limit());
            return length;
        });
    }

    private void check(ByteBuffer packet) {
        int length = packet.remaining();
        if (length > LARGEST) {
            throw new IllegalArgumentException("a packet of " + length + " bytes; the largest has " + LARGEST);
        }
        if (frames && length < ETHERNET_HEADER) {
            throw new IllegalArgumentException("[" + name + "] takes Ethernet frames, which begin with a header of "
                    + ETHERNET_HEADER + " bytes, and this one has only " + length);
        }
        int version = frames || length == 0 ? 0 : packet.get(packet.position()) >> 4 & 0xF;
        if (!frames && version != 4 && version != 6) {
            throw new IllegalArgumentException(
                    "[" + name + "] takes IP packets, which begin with their version, 4 or 6,"
                            + (length == 0 ? " and this one is empty" : " and this one begins with " + version));
        }
    }

    private ByteBuffer direct(ByteBuffer packet) {
        if (packet.isDirect()) {
            return packet;
        }
        if (out == null) {
            out = ByteBuffer.allocateDirect(LARGEST).order(ByteOrder.nativeOrder());
        }
        return out.clear().put(packet.duplicate()).flip();
    }

    /** Closing the channel, and interrupting the thread, end the transfer. */
    private int interruptibly(ReentrantLock lock, Transfer transfer) throws IOException {
        checkOpen();
        boolean completed = false;
        try {
            begin();
            lock.lock();
            try {
                checkOpen();
                int length = transfer.perform();
                completed = true;
                return length;
            } catch (IllegalArgumentException badBuffer) {
                completed = true;
                throw badBuffer;
            } finally {
                lock.unlock();
            }
        } finally {
            end(completed); // not while holding the lock: it waits for another thread that closes the channel
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException(); // end(false) throws another one in its place if it was closed during
            // the transfer
        }
    }

    private static boolean isGone(LinuxException refused) {
        return refused.errno() == Errno.EBADFD || refused.errno() == Errno.ENODEV;
    }

    private IOException failed(LinuxException refused) {
        String reason = String.valueOf(refused.getMessage());
        if (isGone(refused)) {
            reason = "it was removed (" + reason + ")";
        } else if (refused.errno() == Errno.EIO) {
            reason = "it is down (" + reason + ")";
        }
        return new IOException("interface [" + name + "]: " + reason, refused);
    }

    @Override
    protected void implCloseChannel() {
        libc.write(
                closing,
                ByteBuffer.allocateDirect(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putLong(0, 1));
        reading.lock();
        writing.lock();
        try {
            new AllSteps().take(device::close).take(closing::close).finish();
        } finally {
            writing.unlock();
            reading.unlock();
        }
    }

    @Override
    public String toString() {
        return "channel of [" + name + "]" + (isOpen() ? "" : " (closed)");
    }
}
