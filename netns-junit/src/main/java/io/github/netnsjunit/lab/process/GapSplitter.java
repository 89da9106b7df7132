package io.github.netnsjunit.lab.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a regular expression at the places where it allows any text, the gaps: {@code a.*b|c} into the alternatives {@code [a, b]} and
 * {@code [c]}. If dots match line ends, a text contains a match of an alternative exactly if it contains matches of its parts, one
 * after the other. To look for them in this order takes a time linear in the text, and the text before a part that was found can be
 * forgotten. Java's own matching would go from every {@code a} to the end of the text and back. So it is not enough to leave out the
 * gaps at both ends.
 */
final class GapSplitter {

    /** Flags for the whole expression, such as {@code (?i)}. */
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[idmsuU]+\\)");

    /** {@code .*}, {@code .+}, {@code .*?}, {@code .+?}, which may be a group. */
    private static final Pattern GAP = Pattern.compile("(\\.[*+]\\??|\\((\\?:)?\\.[*+]\\??\\))(?![*+?{])");

    /** An escaped character, except those whose meaning depends on other parts of the expression, or that begin something longer. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\[^QEkGRXc0-9]", Pattern.DOTALL);

    /** A class of characters, without the operators that a class can have. */
    private static final Pattern CHARACTER_CLASS = Pattern.compile("\\[\\^?(\\\\[^QEc]|[^\\[\\]\\\\&])+]");

    /** A quantifier that gives nothing back: then a part could match alone and yet not in its place. */
    private static final Pattern POSSESSIVE = Pattern.compile("[*+?}]\\+");

    private static final Pattern GROUP_BEGIN = Pattern.compile("\\(\\?:|\\((?!\\?)");
    private static final Pattern OTHER = Pattern.compile("[^\\\\\\[(]", Pattern.DOTALL);

    private final Matcher rest;
    private final List<List<String>> alternatives = new ArrayList<>();
    private List<String> parts = new ArrayList<>();
    private StringBuilder part = new StringBuilder();
    private String flags = "";
    private String words = "";
    private int groups;

    private GapSplitter(String regex) {
        rest = OTHER.matcher(regex);
    }

    /** Returns the alternatives and their parts. An expression that uses what cannot be split has one alternative of one part. */
    static List<List<String>> split(String regex) {
        return new GapSplitter(regex).split().orElse(List.of(List.of(regex)));
    }

    private Optional<List<List<String>>> split() {
        if (skip(FLAGS)) {
            flags = words;
        }
        beginPart();
        while (rest.regionStart() < rest.regionEnd()) {
            if (skip(POSSESSIVE)) {
                return Optional.empty();
            } else if (groups == 0 && skip(GAP)) {
                part.append(words.contains("+") ? "." : "");
                endPart();
            } else if (skip(GROUP_BEGIN)) {
                groups++;
                part.append(words);
            } else if (skip(ESCAPED) || skip(CHARACTER_CLASS) || skip(OTHER)) {
                appendOther();
            } else {
                return Optional.empty();
            }
        }
        endAlternative();
        return Optional.of(alternatives);
    }

    private void appendOther() {
        if (words.equals("|") && groups == 0) {
            endAlternative();
            return;
        }
        groups -= words.equals(")") ? 1 : 0;
        part.append(words);
    }

    /** Goes on behind the next words of the expression, if they are of this kind. */
    private boolean skip(Pattern kind) {
        if (!rest.usePattern(kind).lookingAt()) {
            return false;
        }
        words = rest.group();
        rest.region(rest.end(), rest.regionEnd());
        return true;
    }

    private void beginPart() {
        part = new StringBuilder(flags);
    }

    private void endPart() {
        parts.add(part.toString());
        beginPart();
    }

    private void endAlternative() {
        endPart();
        alternatives.add(parts);
        parts = new ArrayList<>();
    }
}
