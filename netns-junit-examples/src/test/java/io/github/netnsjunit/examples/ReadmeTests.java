package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every Java snippet of the README stands, space aside, in a class of these examples, and so is compiled and run; and is whole. */
class ReadmeTests {

    private static final Path README = Path.of("..", "README.md");
    private static final Path EXAMPLES = Path.of("src", "test", "java");
    private static final Pattern SNIPPET = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> snippetsAreTakenFromExamples() throws IOException {
        List<String> sources = sources();
        List<String> snippets = SNIPPET.matcher(Files.readString(README))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java".length(), block.length() - "```".length()))
                .toList();
        assertThat(snippets).as("snippets of %s", README).isNotEmpty();
        return snippets.stream()
                .map(snippet -> DynamicTest.dynamicTest(
                        snippet.strip().lines().findFirst().orElse("empty"), () -> {
                            assertThat(sources)
                                    .as("an example that contains%n%s", snippet)
                                    .anyMatch(source -> source.contains(withoutSpace(snippet)));
                            assertThat(count(snippet, '{'))
                                    .as("what is opened in%n%s", snippet)
                                    .isEqualTo(count(snippet, '}'));
                        }));
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(each -> each == wanted).count();
    }

    /** Each source, and each of its parts between tag and end, which may be left out in between. */
    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> Stream.of(read(file), tagged(read(file))))
                    .map(ReadmeTests::withoutSpace)
                    .toList();
        }
    }

    private static String tagged(String source) {
        StringBuilder kept = new StringBuilder();
        boolean inside = false;
        for (String line : source.lines().toList()) {
            if (line.strip().startsWith("// tag::")) {
                inside = true;
            } else if (line.strip().startsWith("// end::")) {
                inside = false;
            } else if (inside) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
