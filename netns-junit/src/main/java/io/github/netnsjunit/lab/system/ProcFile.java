package io.github.netnsjunit.lab.system;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads small files of {@code /proc}. Unlike {@link java.nio.file.Files}, it reads them on an interrupted thread too. */
public final class ProcFile {

    private ProcFile() {}

    public static List<String> lines(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
