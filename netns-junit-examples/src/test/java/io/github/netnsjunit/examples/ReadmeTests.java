package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The README and the guide are current: each of their Java snippets stands, white space aside, in a class that is compiled and run, and
 * their links lead somewhere.
 */
class ReadmeTests {

    private static final Path EXAMPLES = Path.of("src", "test", "java");
    /** Compiled and run with {@code -Pproducts}. */
    private static final Path PRODUCTS = Path.of("src", "products", "java");

    private static final Path LIBRARY = Guide.ROOT.resolve(Path.of("netns-junit", "src", "main", "java"));

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public [\\w -]*(class|interface|@interface|record|enum) ");

    /** The one page for readers of the library's own sources, which it quotes. */
    private static final Path ARCHITECTURE = Guide.page("architecture.md");

    @TestFactory
    Stream<DynamicTest> snippetsAreTakenFromExamples() throws IOException {
        List<String> examples = new ArrayList<>(sources(EXAMPLES));
        examples.addAll(sources(PRODUCTS));
        List<String> library = sources(LIBRARY);
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : pages()) {
            List<String> sources = file.equals(ARCHITECTURE) ? library : examples;
            for (String snippet : MarkdownPage.read(file).snippets()) {
                tests.add(DynamicTest.dynamicTest(file.getFileName() + ": " + firstLine(snippet), () -> {
                    assertThat(sources)
                            .as("a source that contains what %s shows:%n%s", file, snippet)
                            .anyMatch(source -> source.contains(withoutSpace(snippet)));
                    assertThat(count(snippet, '{'))
                            .as("what is opened in%n%s", snippet)
                            .isEqualTo(count(snippet, '}'));
                }));
            }
        }
        assertThat(tests).as("snippets").isNotEmpty();
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> linksLeadSomewhere() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        List<Path> files = new ArrayList<>(pages());
        files.add(Guide.ROOT.resolve("CONTRIBUTING.md"));
        files.add(Guide.ROOT.resolve("CHANGELOG.md"));
        for (Path file : files) {
            for (String link : MarkdownPage.read(file).links()) {
                if (!link.matches("https?:.*")) {
                    tests.add(DynamicTest.dynamicTest(file.getFileName() + ": " + link, () -> check(file, link)));
                }
            }
        }
        assertThat(tests).as("links").isNotEmpty();
        return tests.stream();
    }

    @Test
    void theReadmeLeadsToEveryPageOfTheGuide() throws IOException {
        List<Path> linked = MarkdownPage.read(Guide.README).links().stream()
                .map(link -> Guide.ROOT.resolve(link))
                .toList();
        assertThat(linked).containsAll(Guide.pages());
    }

    @Test
    void theArchitectureNamesEveryPackage() throws IOException {
        String page = Files.readString(ARCHITECTURE);
        try (Stream<Path> files = Files.walk(LIBRARY)) {
            List<String> packages = files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> LIBRARY.resolve("io/github/netnsjunit").relativize(file.getParent()))
                    .map(folder -> folder.toString().replace('/', '.'))
                    .toList();
            assertThat(packages)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        }
    }

    @Test
    void thePageOfTypesNamesEveryPublicType() throws IOException {
        String page = Files.readString(Guide.page("types.md"));
        List<String> exported = Files.readString(LIBRARY.resolve("module-info.java"))
                .lines()
                .filter(line -> line.strip().startsWith("exports "))
                .map(line -> line.strip().replaceAll("exports |;", "").replace('.', '/'))
                .toList();
        List<String> types = new ArrayList<>();
        for (String name : exported) {
            try (Stream<Path> files = Files.list(LIBRARY.resolve(name))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> PUBLIC_TYPE.matcher(read(file)).find())
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .forEach(types::add);
            }
        }
        assertThat(types)
                .hasSizeGreaterThan(50)
                .allSatisfy(type -> assertThat(page).containsPattern("`@?" + type + "`"));
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(Guide.pages());
        pages.add(0, Guide.README);
        return pages;
    }

    /** Checks that a link of a page leads to a file or folder of the repository, and to a heading in it if it names one. */
    private static void check(Path file, String link) throws IOException {
        String path = link.replaceFirst("#.*", "");
        Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
        assertThat(target).as("where [%s] of %s leads", link, file).exists();
        if (link.contains("#")) {
            assertThat(MarkdownPage.read(target).anchors())
                    .as("the headings of %s", target)
                    .contains(link.replaceFirst(".*#", ""));
        }
    }

    /** Each source as a whole, and each of its tagged regions, which may leave lines out in between. */
    private static List<String> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReadmeTests::read)
                    .flatMap(source -> Stream.concat(Stream.of(source), regions(source).stream()))
                    .map(ReadmeTests::withoutSpace)
                    .toList();
        }
    }

    /** What stands between {@code // tag::NAME[]} and {@code // end::NAME[]}, put together for each name. */
    private static Collection<String> regions(String source) {
        Map<String, String> regions = new LinkedHashMap<>();
        String name = "";
        for (String line : source.lines().map(String::strip).toList()) {
            if (line.startsWith("// tag::")) {
                name = line.substring("// tag::".length());
            } else if (line.startsWith("// end::")) {
                name = "";
            } else if (!name.isEmpty()) {
                regions.merge(name, line, String::concat);
            }
        }
        return regions.values();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String firstLine(String snippet) {
        return snippet.strip().lines().findFirst().orElse("empty");
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(each -> each == wanted).count();
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
