package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.waiting.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Searching a text piece by piece, and an expression part by part, finds what Java finds in the whole text. */
class OutputSearchPropertyTests {

    private static OutputSearch search(String regex) {
        return new OutputSearch(regex, Deadline.in(Duration.ofMinutes(1)));
    }

    @Property(tries = 3000)
    void findsWhatJavaFinds(
            @ForAll("regexes") String regex,
            @ForAll @Size(max = 6)
                    List<@StringLength(max = 5) @CharRange(from = 'a', to = 'c') @Chars({'\n', '1'}) String> pieces)
            throws InterruptedException {
        String text = String.join("", pieces);
        boolean expected = Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .find();
        OutputSearch search = search(regex);
        boolean found = false;
        for (String piece : pieces) {
            found = found || search.findsIn(piece, false);
        }
        found = found || search.findsIn("", true);
        assertThat(found).as("[%s] in %s", regex, pieces).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> regexes() {
        Arbitrary<String> word = Arbitraries.of(
                "a",
                "b",
                "ab",
                "c?",
                "a+",
                "b*",
                "[ab]+",
                "[^\\n]",
                "\\w+",
                "\\d",
                ".",
                ".*",
                ".+",
                ".*?",
                "(.*)",
                "(?:.+)",
                "(.*)+",
                ".*{2}",
                "^",
                "$",
                "\\n",
                "\\b",
                "\\.*",
                "(a|b)",
                "(a.*b)",
                "(?:ab)*",
                "a++",
                "(?=b)",
                "(?!c)",
                "(a)\\1",
                "|",
                "\\Z",
                "\\Qa.*b\\E",
                "[.*]",
                "a{2}",
                "a{1,2}+");
        return word.list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(words -> String.join("", words))
                .filter(this::isExpression);
    }

    private boolean isExpression(String regex) {
        try {
            Pattern.compile(regex);
            return true;
        } catch (java.util.regex.PatternSyntaxException malformed) {
            return false;
        }
    }

    @Example
    void anExpressionIsSplitWhereAnyTextMayBe() {
        assertThat(GapSplitter.split(".*Started.*")).containsExactly(List.of("", "Started", ""));
        assertThat(GapSplitter.split("(?i)a(.*)b|c.+?d"))
                .containsExactly(List.of("(?i)a", "(?i)b"), List.of("(?i)c.", "(?i)d"));
        assertThat(GapSplitter.split("a\\.*b[.*](x.*y|z)")).containsExactly(List.of("a\\.*b[.*](x.*y|z)"));
        for (String whole : List.of("a.*+b", "(a).*\\1", "a.*(?=b)", "\\Qa.*b\\E", "(?>a|b).*c", "a.*{2}b", "a++.*b")) {
            assertThat(GapSplitter.split(whole)).containsExactly(List.of(whole));
        }
    }

    @Example
    void aCharacterThatComesInTwoHalvesIsOne() throws InterruptedException {
        OutputSearch search = search("a[^b]c");
        assertThat(search.findsIn("a\ud83d", false)).isFalse();
        assertThat(search.findsIn("\ude00c", false)).isTrue();
    }

    @Example
    void aMatchMayBeginMuchEarlierThanItEnds() throws InterruptedException {
        OutputSearch search = search("first.*second [^x]*third");
        assertThat(search.findsIn("first", false)).isFalse();
        for (int i = 0; i < 30; i++) {
            assertThat(search.findsIn("y".repeat(100_000), false)).isFalse();
        }
        assertThat(search.findsIn("second " + "y".repeat(900_000), false)).isFalse();
        assertThat(search.findsIn("third", false)).isTrue();
    }

    /** Where the text was cut there was no line end. */
    @Example
    void noLineBeginsWhereTheTextWasCut() throws InterruptedException {
        OutputSearch search = search("(?:x|^)y+z");
        assertThat(search.findsIn("x", false)).isFalse();
        for (int i = 0; i < 30; i++) {
            assertThat(search.findsIn("y".repeat(100_000), false)).isFalse();
        }
        assertThat(search.findsIn("z", true)).isFalse();
        assertThat(search.findsIn("\nyyz", true)).isTrue();
    }
}
