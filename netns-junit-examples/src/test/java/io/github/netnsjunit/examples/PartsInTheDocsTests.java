package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of parts and of attributes are complete. */
class PartsInTheDocsTests {

    private static final Path ANNOTATIONS =
            Guide.ROOT.resolve("netns-junit/src/main/java/io/github/netnsjunit/jupiter");

    /** An annotation that declares parts, which does so with the help of a class. */
    private static final Pattern DECLARING = Pattern.compile("(?s)\n@Declares\\(.*\npublic @interface ");

    @Test
    void theReadmeNamesEveryPart() throws IOException {
        String table = section(Files.readString(Guide.README), "## All parts");
        assertThat(declaring())
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(table).contains("`@" + name + "`"));
        assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(1))
                .allSatisfy(row -> assertThat(row)
                        .as("a row of three cells, with a page")
                        .matches("\\|[^|]+\\|[^|]+\\|[^|]+]\\(netns-junit/docs/[^|]+\\|"));
    }

    @Test
    void thePageOfDeclarationsHasARowForEveryAnnotation() throws IOException {
        String page = section(Files.readString(Guide.page("declaring-networks.md")), "## The annotations");
        assertThat(declaring()).allSatisfy(name -> assertThat(page).containsPattern("(?m)^\\| `@" + name + "[`(]"));
    }

    @Test
    void thePageOfAttributesIsCurrent() throws IOException {
        new DrawingFile(Guide.page("attributes.md")).hasContent(AttributesPage.of(ANNOTATIONS));
    }

    private static List<String> declaring() throws IOException {
        try (Stream<Path> files = Files.list(ANNOTATIONS)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> DECLARING.matcher(read(file)).find())
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .sorted()
                    .toList();
        }
    }

    private static String section(String page, String heading) {
        int begin = page.indexOf(heading + "\n");
        assertThat(begin).as("where [%s] is", heading).isNotNegative();
        int end = page.indexOf("\n## ", begin + 1);
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
