package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kernel parameters below {@code /proc/sys/net}, where the kernel shows each thread those of its own namespace. */
final class Sysctl {

    private Sysctl() {}

    static void write(Libc libc, String name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        try (Descriptor file = libc.open(Names.sysctlPath(name), Libc.O_WRONLY, 0)) {
            libc.write(file, ByteBuffer.allocateDirect(text.length).put(text).flip());
        }
    }

    static String read(String name) throws IOException {
        return Files.readString(Path.of(Names.sysctlPath(name))).trim();
    }
}
