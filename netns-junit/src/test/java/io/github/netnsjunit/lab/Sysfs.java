package io.github.netnsjunit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of {@code /sys/class/net} as the calling thread sees them. */
final class Sysfs {

    private Sysfs() {}

    static String read(String file) throws IOException {
        return Files.readString(Path.of("/sys/class/net").resolve(file)).trim();
    }
}
