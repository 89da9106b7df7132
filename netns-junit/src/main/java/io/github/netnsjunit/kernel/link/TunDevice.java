package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A TUN or TAP device, and the system calls that make it and attach to it; see Documentation/networking/tuntap.rst of the kernel. Packets
 * have no header in front ({@code IFF_NO_PI}).
 *
 * @param name the interface's name
 * @param tap whether it carries Ethernet frames, as TAP does, and not IP packets, as TUN does
 * @param multiQueue whether several descriptors may be attached at once
 */
public record TunDevice(String name, boolean tap, boolean multiQueue) {

    /** Opened for each attachment; the device belongs to the namespace of the thread that opens it. */
    public static final String FILE = "/dev/net/tun";

    // linux/if_tun.h
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETIFINDEX = 0x400454daL;
    private static final int IFF_TUN = 0x0001;
    private static final int IFF_TAP = 0x0002;
    private static final int IFF_MULTI_QUEUE = 0x0100;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_TUN_EXCL = 0x8000;

    /** {@code sizeof(struct ifreq)} of {@code linux/if.h}: 16 bytes for the name, then a union that begins with the flags. */
    private static final int IFREQ = 40;

    private static final int FLAGS = 16;

    /**
     * Makes the device in the calling thread's namespace. It is down, nothing is attached to it, and it exists until it is deleted.
     *
     * @param index the interface index, 0 to let the kernel choose
     */
    public void make(Libc libc, int index) {
        try (Descriptor file = libc.open(FILE, Libc.O_RDWR, 0)) {
            if (index != 0) {
                libc.ioctl(
                        file,
                        TUNSETIFINDEX,
                        ByteBuffer.allocateDirect(Integer.BYTES)
                                .order(ByteOrder.nativeOrder())
                                .putInt(0, index));
            }
            libc.ioctl(file, TUNSETIFF, request(name, flags() | IFF_TUN_EXCL));
            libc.ioctl(file, TUNSETPERSIST, 1);
        }
    }

    /** Attaches to the device, which must exist in the calling thread's namespace. Reading from the result does not wait. */
    public Descriptor attach(Libc libc) {
        return attached(libc, libc.open(FILE, Libc.O_RDWR | Libc.O_NONBLOCK, 0), name, flags());
    }

    /** Gives the file of a MACVTAP interface the same format: frames without a header in front. */
    public static Descriptor withoutHeader(Libc libc, Descriptor file, String name) {
        return attached(libc, file, name, IFF_TAP | IFF_NO_PI);
    }

    private static Descriptor attached(Libc libc, Descriptor file, String name, int flags) {
        try {
            libc.ioctl(file, TUNSETIFF, request(name, flags));
            return file;
        } catch (RuntimeException | Error failure) {
            try (file) {
                throw failure;
            }
        }
    }

    private int flags() {
        return (tap ? IFF_TAP : IFF_TUN) | IFF_NO_PI | (multiQueue ? IFF_MULTI_QUEUE : 0);
    }

    private static ByteBuffer request(String name, int flags) {
        return ByteBuffer.allocateDirect(IFREQ)
                .order(ByteOrder.nativeOrder())
                .put(name.getBytes(StandardCharsets.UTF_8))
                .putShort(FLAGS, (short) flags)
                .rewind();
    }
}
