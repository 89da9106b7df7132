package io.github.netnsjunit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /sys/class/net} says to the calling thread. */
final class Sysfs {

    private Sysfs() {}

    static String read(String file) throws IOException {
        return Files.readString(Path.of("/sys/class/net").resolve(file)).trim();
    }
}
