package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kernel parameters below {@code /proc/sys/net}, where the kernel shows each thread those of its own namespace. */
final class Sysctl {

    private static final int LARGEST = 64 * 1024;

    private Sysctl() {}

    static void write(Libc libc, String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        try (Descriptor file = libc.open(Names.sysctlPath(name), Libc.O_WRONLY, 0)) {
            libc.write(file, ByteBuffer.allocateDirect(text.length).put(text).flip());
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
