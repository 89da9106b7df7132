package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.TunDevice;
import io.github.netnsjunit.lab.waiting.AllSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The character device of a MACVTAP interface. It is called {@code /dev/tap} and the interface's index, but another namespace may have an
 * interface with that index, so its numbers are compared. Where there is no such file, as in a container, one is made for a moment.
 */
final class MacvtapFile {

    private MacvtapFile() {}

    /** Opens it. The calling thread must be inside the namespace, and see its {@code /sys}. Reading from the result does not wait. */
    static Descriptor open(Libc libc, LinkMessage link) {
        String tap = "tap" + link.index();
        try {
            String numbers = Files.readString(Path.of("/sys/class/net", link.name(), tap, "dev"))
                    .strip();
            int colon = numbers.indexOf(':');
            int major = Integer.parseInt(numbers.substring(0, colon));
            int minor = Integer.parseInt(numbers.substring(colon + 1));
            Path made = Path.of("/dev", tap);
            Descriptor file = isDevice(made, major, minor) ? open(libc, made) : openOwn(libc, tap, major, minor);
            return TunDevice.withoutHeader(libc, file, link.name());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Descriptor open(Libc libc, Path file) {
        return libc.open(file.toString(), Libc.O_RDWR | Libc.O_NONBLOCK, 0);
    }

    private static boolean isDevice(Path file, int major, int minor) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        long device = ((Number) Files.getAttribute(file, "unix:rdev")).longValue();
        // linux/kdev_t.h: new_decode_dev
        return ((device >> 8) & 0xfff) == major && ((device & 0xff) | ((device >> 12) & 0xfff00)) == minor;
    }

    private static Descriptor openOwn(Libc libc, String tap, int major, int minor) throws IOException {
        Path directory = Files.createTempDirectory("netns");
        Path file = directory.resolve(tap);
        Descriptor opened;
        try {
            libc.makeCharacterDevice(file.toString(), major, minor);
            opened = open(libc, file);
        } catch (LinuxException refused) {
            LinuxException told = new LinuxException(
                    refused.operation() + ", because /dev/" + tap
                            + " is missing (udev or devtmpfs makes it; only the machine's"
                            + " root may make one, in a container one with --privileged)",
                    refused.errno());
            told.initCause(refused);
            new AllSteps().take(() -> delete(file, directory)).finishFor(told);
            throw told;
        }
        delete(file, directory);
        return opened;
    }

    private static void delete(Path file, Path directory) {
        try {
            Files.deleteIfExists(file);
            Files.delete(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
