package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.kernel.libc.ChangedLibc;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import java.nio.ByteBuffer;

/** The C library, except for the calls on sockets that a test replaces; always for {@code recvmsg}. */
interface ReceivingLibc {

    /** Replaces {@code recvmsg}. {@code libc} is the real C library. */
    int receive(Libc libc, Descriptor socket, ByteBuffer data, int flags);

    /** Replaces {@code poll}. */
    default short[] poll(Libc libc, Descriptor[] descriptors, short events, int timeoutMillis) {
        return libc.poll(descriptors, events, timeoutMillis);
    }

    /** Replaces {@code setsockopt}. */
    default void setsockopt(Libc libc, Descriptor socket, int level, int option, int value) {
        libc.setsockopt(socket, level, option, value);
    }

    /** A {@link Libc} with the replaced calls. */
    default Libc asLibc() {
        Libc libc = NativeLibrary.libc();
        ChangedLibc changed = (name, arguments, real) -> switch (name) {
            case "recvmsg" -> receive(libc, (Descriptor) arguments[0], (ByteBuffer) arguments[1], (int) arguments[2]);
            case "poll" -> poll(libc, (Descriptor[]) arguments[0], (short) arguments[1], (int) arguments[2]);
            case "setsockopt" -> {
                setsockopt(libc, (Descriptor) arguments[0], (int) arguments[1], (int) arguments[2], (int) arguments[3]);
                yield null;
            }
            default -> real.make();
        };
        return changed.asLibc();
    }
}
