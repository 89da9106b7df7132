package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.lab.waiting.Outside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The whole numbers that the kernel takes as the value of a parameter. The kernel does not tell them. So they are tried out in a scratch
 * namespace, which takes about a millisecond.
 *
 * @param lowest the lowest one
 * @param highest the highest one
 */
record SysctlRange(long lowest, long highest) {

    /** Tries a parameter out. Empty if its value is not a single number, or if a scratch namespace does not have it. */
    static Optional<SysctlRange> of(Libc libc, String name) {
        // A scratch namespace has no such interface. But the defaults for new interfaces have the same ranges.
        String parameter = SysctlName.ofNewInterfaces(name);
        return Outside.call(() -> {
            try {
                libc.unshare(Libc.CLONE_NEWNET);
                long taken = Long.parseLong(SysctlFile.read(parameter));
                LongPredicate takes = value -> takes(libc, SysctlName.path(parameter), value);
                return takes.test(taken)
                        ? Optional.of(
                                new SysctlRange(last(taken, Long.MIN_VALUE, takes), last(taken, Long.MAX_VALUE, takes)))
                        : Optional.empty();
            } catch (LinuxException | IOException | NumberFormatException unknown) {
                return Optional.empty(); // the kernel's refusal is told without the range then
            }
        });
    }

    /** The last value that is taken, on the way from one that is taken to another. Halves the distance again and again. */
    private static long last(long taken, long end, LongPredicate takes) {
        long inside = taken;
        long outside = end;
        if (takes.test(end)) {
            return end;
        }
        while (outside != inside + 1 && outside != inside - 1) {
            long middle = inside / 2 + outside / 2 + (inside % 2 + outside % 2) / 2;
            if (takes.test(middle)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return inside;
    }

    private static boolean takes(Libc libc, String path, long value) {
        byte[] text = (value + "\n").getBytes(StandardCharsets.UTF_8);
        try (Descriptor file = libc.open(path, Libc.O_WRONLY, 0)) {
            libc.write(file, ByteBuffer.allocateDirect(text.length).put(text).flip());
            return true;
        } catch (LinuxException refused) {
            if (refused.errno() == Errno.EINVAL || refused.errno() == Errno.ERANGE) {
                return false;
            }
            throw refused;
        }
    }

    /** Whether a text is a number in the range. */
    boolean contains(String text) {
        try {
            long value = Long.parseLong(text.trim());
            return lowest <= value && value <= highest;
        } catch (NumberFormatException other) {
            return false;
        }
    }

    /** Reads like: whole numbers from 1 to 255. */
    @Override
    public String toString() {
        return "whole numbers from " + lowest + " to " + highest;
    }
}
