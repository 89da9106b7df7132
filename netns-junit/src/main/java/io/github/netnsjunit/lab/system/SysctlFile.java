package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.system.KernelParameter;
import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.topology.rules.SystemText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes kernel parameters below {@code /proc/sys/net}. The kernel shows each thread the parameters of its
 * own namespace.
 */
public final class SysctlFile {

    private SysctlFile() {}

    /**
     * Sets a parameter. Like sysctl(8), this writes a newline after the value: without it, nothing would be written for
     * an empty value.
     *
     * @param failed the step to name in the exception if this fails
     */
    public static void write(Libc libc, Failed failed, String name, String value) {
        String path = SysctlName.path(name);
        byte[] text = (value + "\n").getBytes(StandardCharsets.UTF_8);
        try (Descriptor file = libc.open(path, Libc.O_WRONLY, 0)) {
            int bytesTaken = libc.write(
                    file, ByteBuffer.allocateDirect(text.length).put(text).flip());
            if (bytesTaken < text.length) { // the kernel has set the value to what it took
                throw new LabException(
                        "namespace [" + failed.namespace() + "]: the kernel parameter [" + name + "] is set to ["
                                + new String(text, 0, bytesTaken, StandardCharsets.UTF_8).trim()
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
            if (isOfTheValue(refused)) {
                throw new LabException(
                        failed + ": " + expected(libc, name, value) + refused.getMessage(), failed, refused);
            }
            throw refused;
        }
    }

    private static boolean isOfTheValue(LinuxException refused) {
        return refused.operation().startsWith("write")
                && Set.of(Errno.EINVAL, Errno.ERANGE, Errno.ENOENT).contains(refused.errno());
    }

    /** What the kernel takes in place of a value that it refused, as the beginning of a message. */
    private static String expected(Libc libc, String name, String refused) {
        String taken = SysctlRange.of(libc, name)
                .filter(range -> !range.contains(refused))
                .map(range -> "the kernel takes " + range)
                .orElse("the kernel does not take this value");
        try {
            return taken + "; it is [" + read(name) + "] now: ";
        } catch (IOException unreadable) {
            return taken + ": ";
        }
    }

    /** Whether the mode of the file allows no writing, not even to its owner. */
    private static boolean isReadOnly(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream().noneMatch(PosixFilePermission.OWNER_WRITE::equals);
        } catch (IOException gone) {
            return false; // then there is nothing to add to the kernel's own error
        }
    }

    /** Returns the value of a parameter. */
    public static String read(String name) throws IOException {
        Optional<String> unwritable = SystemText.mistake(name);
        if (unwritable.isPresent()) {
            throw new IOException("[" + name + "]: " + unwritable.get());
        }
        return KernelParameter.read(name);
    }
}
