package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A drawing that is kept beside the sources, for readers who run nothing.
 *
 * @param path the file
 */
public record DrawingFile(Path path) {

    /** {@code ./mvnw -Ddrawings=write verify} writes the drawings anew instead of comparing them. */
    private static final boolean WRITE = "write".equals(System.getProperty("drawings"));

    private static final Pattern FIRST_PICTURE = Pattern.compile("(?<=```text\\n).*?(?=```)", Pattern.DOTALL);

    /** One of those in {@code netns-junit-examples/drawings}. */
    public static DrawingFile of(String name) {
        return new DrawingFile(Path.of("drawings", name));
    }

    /** Checks that the first picture of a page is this one, or draws it there. */
    static void firstPictureOf(Path page, String drawn) throws IOException {
        Matcher picture = FIRST_PICTURE.matcher(Files.readString(page));
        assertThat(picture.find()).as("whether %s has a picture", page).isTrue();
        new DrawingFile(page).hasContent(picture.replaceFirst(Matcher.quoteReplacement(drawn)));
    }

    /** Checks that the file has this content, or writes it. */
    public void hasContent(String drawn) throws IOException {
        if (WRITE) {
            Files.writeString(path, drawn);
        }
        assertThat(Files.exists(path) ? Files.readString(path) : "")
                .as("%s, which ./mvnw -Ddrawings=write verify renews", path)
                .isEqualTo(drawn);
    }
}
