package io.github.netnsjunit.kernel.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads kernel parameters below {@code /proc/sys/net}. The kernel shows each thread those of its own network namespace. */
public final class KernelParameter {

    private static final int MAX_BYTES = 64 * 1024;

    private KernelParameter() {}

    /**
     * The value of a parameter.
     *
     * @param name as sysctl(8) writes it; Java must be able to write it in the encoding of its locale
     */
    public static String read(String name) throws IOException {
        // Reads all at once, because the kernel gives a number only to the first read.
        // Files.readString would read one byte first.
        try (InputStream file = Files.newInputStream(Path.of(SysctlName.path(name)))) {
            byte[] text = new byte[MAX_BYTES];
            return new String(text, 0, file.readNBytes(text, 0, text.length), StandardCharsets.UTF_8).trim();
        }
    }
}
