package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Kernel parameters below {@code /proc/sys/net}, where the kernel shows each thread those of its own namespace. */
public final class SysctlFile {

    private static final int LARGEST = 64 * 1024;

    private SysctlFile() {}

    /**
     * With a newline behind the value, as sysctl(8) does: so that an empty one is written too.
     *
     * @param failed what a failure says of the place
     */
    public static void write(Libc libc, Failed failed, String name, String value) {
        String path = SysctlName.path(name);
        byte[] text = (value + "\n").getBytes(StandardCharsets.UTF_8);
        try (Descriptor file = libc.open(path, Libc.O_WRONLY, 0)) {
            int taken = libc.write(
                    file, ByteBuffer.allocateDirect(text.length).put(text).flip());
            if (taken < text.length) { // it set what it took
                throw new LabException(
                        "namespace [" + failed.namespace() + "]: the kernel parameter [" + name + "] is set to ["
                                + new String(text, 0, taken, StandardCharsets.UTF_8).trim()
                                + "], and takes no more of ["
                                + value + "]",
                        failed,
                        null);
            }
        } catch (LinuxException refused) {
            if (refused.errno() == Errno.EACCES && isReadOnly(Path.of(path))) {
                throw new LabException(
                        "namespace [" + failed.namespace() + "]: the kernel parameter [" + name + "] is read-only: "
                                + refused.getMessage(),
                        failed,
                        refused);
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

    public static String read(String name) throws IOException {
        // With one read: the kernel gives numbers no second time, and Files.readString asks for a single byte first.
        try (InputStream file = Files.newInputStream(Path.of(SysctlName.path(name)))) {
            byte[] text = new byte[LARGEST];
            return new String(text, 0, file.readNBytes(text, 0, text.length), StandardCharsets.UTF_8).trim();
        }
    }
}
