package io.github.netnsjunit.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the README and the pages of the guide are. */
final class Guide {

    static final Path ROOT = Path.of("..");
    static final Path README = ROOT.resolve("README.md");
    private static final Path FOLDER = ROOT.resolve(Path.of("netns-junit", "docs"));

    private Guide() {}

    /** A page of the guide by its file's name. */
    static Path page(String name) {
        return FOLDER.resolve(name);
    }

    /** All pages of the guide, without the README. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
