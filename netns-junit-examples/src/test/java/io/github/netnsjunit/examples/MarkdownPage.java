package io.github.netnsjunit.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Markdown.
 *
 * @param file the file it was read from
 * @param snippets the text of its fenced blocks of Java
 * @param links where its links lead, as they are written
 * @param anchors the names by which GitHub links to its headings
 */
record MarkdownPage(Path file, List<String> snippets, List<String> links, List<String> anchors) {

    private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+)\\s*(\\w*).*");
    private static final Pattern LINK = Pattern.compile("(?<=]\\()[^)\\s]+(?=\\))");

    /**
     * Reads a page.
     *
     * @throws IllegalStateException if a fenced block has no end
     */
    static MarkdownPage read(Path file) throws IOException {
        MarkdownPage page = new MarkdownPage(file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        String fence = "";
        StringBuilder block = new StringBuilder();
        boolean java = false;
        for (String line : Files.readAllLines(file)) {
            if (!fence.isEmpty()) {
                if (line.strip().equals(fence)) {
                    fence = "";
                    if (java) {
                        page.snippets.add(block.toString());
                    }
                } else {
                    block.append(line).append('\n');
                }
                continue;
            }
            Matcher opening = FENCE.matcher(line);
            if (opening.matches()) {
                fence = opening.group(1);
                java = opening.group(2).equalsIgnoreCase("java");
                block.setLength(0);
            } else {
                page.readText(line);
            }
        }
        if (!fence.isEmpty()) {
            throw new IllegalStateException(file + " has a fenced block without an end");
        }
        return page;
    }

    private void readText(String line) {
        if (line.startsWith("#")) {
            anchors.add(anchor(line.replaceFirst("#+\\s*", "")));
        }
        LINK.matcher(line.replaceAll("`[^`]*`", "`"))
                .results()
                .map(MatchResult::group)
                .forEach(links::add);
    }

    /** As GitHub makes it from a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
