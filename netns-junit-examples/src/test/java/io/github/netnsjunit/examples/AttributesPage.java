package io.github.netnsjunit.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The page of the guide that lists the attributes of all annotations with their defaults. It is made from the sources. */
final class AttributesPage {

    private static final String BEGINNING = """
            # Attributes

            Each attribute of each annotation, with its default. What the annotations are for is told in
            [Declaring networks](declaring-networks.md#the-annotations). An attribute without a default must be given. A single value needs no
            braces where several are possible: `address = "10.0.0.1/24"`. This page is made from the sources.
            """;

    /** An annotation, or one attribute with its Javadoc, which has no star and slash in its middle. */
    private static final Pattern DECLARATION = Pattern.compile("""
            (?<indent>(?m:^) *)(?:public )?@interface (?<annotation>\\w+)
            |/\\*\\*(?<words>(?:(?!\\*/).)*)\\*/\\s+(?<type>[\\w.]+(?:<[^;()]*>)?(?:\\[])?)\\s(?<name>\\w+)\\(\\)(?:\\sdefault\\s(?<value>[^;]+))?;
            """.replace("\n", ""), Pattern.DOTALL);

    private static final Pattern RETURN = Pattern.compile("\\{@return ((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern CODE = Pattern.compile("\\{@code ([^{}]*)}");
    private static final Pattern LABELLED_LINK = Pattern.compile("\\{@link(?:plain)? [^ {}]+ ([^{}]*)}");
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)? ([^{}(#]*)#?([^{}(]*)(?:\\([^{}]*\\))?}");

    private AttributesPage() {}

    /**
     * Makes the page.
     *
     * @param annotations the folder with the sources of the annotations
     */
    static String of(Path annotations) throws IOException {
        StringBuilder page = new StringBuilder(BEGINNING);
        for (Path file : sources(annotations)) {
            append(Files.readString(file), page);
        }
        return page.toString();
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static void append(String source, StringBuilder page) {
        String outer = "";
        String annotation = "";
        boolean hasTable = false;
        Matcher declaration = DECLARATION.matcher(source);
        while (declaration.find()) {
            if (declaration.group("annotation") != null) {
                boolean nested = !declaration.group("indent").isEmpty();
                outer = nested ? outer : declaration.group("annotation");
                annotation = nested ? outer + "." + declaration.group("annotation") : outer;
                hasTable = false;
            } else if (!annotation.endsWith(".Container")) {
                if (!hasTable) {
                    page.append(
                            "\n## @%s\n\n| attribute | type | default | |\n|---|---|---|---|\n".formatted(annotation));
                    hasTable = true;
                }
                page.append(row(declaration));
            }
        }
    }

    private static String row(Matcher attribute) {
        String value = attribute.group("value");
        return "| `%s` | `%s` | %s | %s |\n"
                .formatted(
                        attribute.group("name"),
                        attribute.group("type"),
                        value == null ? "" : "`" + value.replaceAll("\\s+", " ") + "`",
                        words(attribute.group("words")).replace("|", "\\|"));
    }

    /** What the Javadoc of an attribute says that it returns. */
    private static String words(String javadoc) {
        String line = javadoc.replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
        String plain = LINK.matcher(LABELLED_LINK
                        .matcher(CODE.matcher(line).replaceAll("`$1`"))
                        .replaceAll("$1"))
                .replaceAll(link -> link.group(1).isEmpty() || link.group(2).isEmpty()
                        ? "`" + link.group(1) + link.group(2) + "`"
                        : "`" + link.group(1) + "." + link.group(2) + "`");
        Matcher returned = RETURN.matcher(plain);
        return returned.find() ? returned.group(1).strip() : plain;
    }
}
