package io.github.netnsjunit.lab.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads small files of {@code /proc}, on an interrupted thread too. What is not UTF-8, as the name of a process may be, is replaced.
 */
public final class ProcFile {

    private ProcFile() {}

    public static List<String> lines(Path file) throws IOException {
        return text(file).lines().toList();
    }

    public static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
