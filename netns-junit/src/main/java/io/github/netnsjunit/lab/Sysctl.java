package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Kernel parameters below {@code /proc/sys/net}, where the kernel shows each thread those of its own namespace. */
final class Sysctl {

    private static final int LARGEST = 64 * 1024;

    private Sysctl() {}

    /**
     * Sets one.
     *
     * @throws UnsupportedOperationException if this namespace may only read it, which no privilege changes
     */
    static void write(Libc libc, String name, String value) {
        String path = Names.sysctlPath(name);
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        try (Descriptor file = libc.open(path, Libc.O_WRONLY, 0)) {
            libc.write(file, ByteBuffer.allocateDirect(text.length).put(text).flip());
        } catch (LinuxException refused) {
            if (refused.errno() == Errno.EACCES && isReadOnly(Path.of(path))) {
                throw new UnsupportedOperationException("it can be read only: " + refused.getMessage(), refused);
            }
            throw refused;
        }
    }

    /** Whether its mode lets nobody write. */
    private static boolean isReadOnly(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().noneMatch(PosixFilePermission.OWNER_WRITE::equals);
        } catch (IOException gone) {
            return false; // then the kernel's own words say all that is known
        }
    }

    static String read(String name) throws IOException {
        // With one read: the kernel gives numbers no second time, and Files.readString asks for a single byte first.
        try (InputStream file = Files.newInputStream(Path.of(Names.sysctlPath(name)))) {
            byte[] text = new byte[LARGEST];
            return new String(text, 0, file.readNBytes(text, 0, text.length), StandardCharsets.UTF_8).trim();
        }
    }
}
