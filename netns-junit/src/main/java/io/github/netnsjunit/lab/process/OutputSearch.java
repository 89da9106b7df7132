package io.github.netnsjunit.lab.process;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.waiting.Deadline;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a match of a regular expression in a text that comes piece by piece. What cannot become a match, whatever comes next, is
 * not looked at again. Not safe for use by several threads.
 */
final class OutputSearch implements ProcessOutput.Search {

    /** In such an expression a gap like {@code .*} is any text; see {@link GapSplitter}. */
    private static final int FLAGS = Pattern.DOTALL | Pattern.MULTILINE;

    /** How many characters of the text are kept for a match that has begun and may still become complete. */
    private static final int MAX_KEPT = 1 << 20;

    /** After how many characters the matching looks at the clock: it reads that many in less than a millisecond. */
    private static final int READS_PER_CHECK = 1 << 16;

    private final String regex;
    private final Deadline deadline;
    private final StringBuilder text = new StringBuilder();
    private final List<Alternative> alternatives;
    private boolean stopped;

    /**
     * Begins with no text.
     *
     * @param deadline when to give up, even in the middle of matching
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
     */
    OutputSearch(String regex, Deadline deadline) {
        this.regex = Pattern.compile(requireNonNull(regex, "regex"), FLAGS).pattern();
        this.deadline = deadline;
        this.alternatives = GapSplitter.split(regex).stream()
                .map(parts -> new Alternative(parts.stream().map(this::matcher).toList()))
                .toList();
    }

    private Matcher matcher(String part) {
        return Pattern.compile(part, FLAGS)
                .matcher(new WatchedText())
                .useAnchoringBounds(false)
                .useTransparentBounds(true);
    }

    /** Whether the time ran out during the matching, so that nobody knows whether the text contains a match. */
    boolean isStopped() {
        return stopped;
    }

    /** @throws IllegalArgumentException if the matching of this expression exhausts the stack */
    @Override
    public boolean findsIn(String more, boolean last) throws InterruptedException {
        text.append(more);
        boolean cutInCharacter = !last && !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        int end = text.length() - (cutInCharacter ? 1 : 0);
        try {
            for (Alternative each : alternatives) {
                if (each.findsUntil(end, last)) {
                    return true;
                }
            }
        } catch (Stopped reason) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            stopped = true;
        } catch (StackOverflowError tooDeep) {
            throw new IllegalArgumentException(
                    "the regular expression [" + regex
                            + "] exhausts the stack of Java's matching: it repeats a group that"
                            + " has alternatives or is optional. Dots match line ends, so .* may do instead",
                    tooDeep);
        }
        forgetBeginning();
        return false;
    }

    private void forgetBeginning() {
        int needless =
                alternatives.stream().mapToInt(each -> each.position).min().orElse(0) - 1;
        int tooMany = text.length() - MAX_KEPT;
        int forgotten = Math.max(needless, tooMany);
        if (forgotten >= MAX_KEPT || tooMany >= MAX_KEPT) { // not every time: it moves the rest to the front
            text.delete(0, forgotten);
            alternatives.forEach(each -> each.forget(forgotten));
        }
    }

    /** The parts of an alternative, of which some have been found. */
    private static final class Alternative {

        private final List<Matcher> parts;
        private int found;
        /** Where the next match may begin. */
        private int position;

        Alternative(List<Matcher> parts) {
            this.parts = parts;
        }

        /** The character before the position stays, because the expression may ask what it is: with {@code ^}, for example. */
        void forget(int characters) {
            position = Math.max(1, position - characters);
        }

        /** Goes on from where it stood. Returns whether all parts are found. */
        boolean findsUntil(int end, boolean last) {
            while (found < parts.size() && findsPart(parts.get(found), end, last)) {
                found++;
            }
            return found == parts.size();
        }

        /** Sets the position to the end of the match that ends first; or, if there is none yet, to where one may still begin. */
        private boolean findsPart(Matcher part, int end, boolean last) {
            int undecided = end;
            for (int begin = position; begin <= end; begin++) {
                boolean matches = part.region(begin, end).lookingAt();
                if (matches && (last || !part.requireEnd())) {
                    position = firstEnd(part, begin, part.end());
                    return true;
                }
                if (matches || part.hitEnd()) {
                    undecided = Math.min(undecided, begin);
                }
            }
            position = undecided;
            return false;
        }

        /**
         * Returns where the shortest match ends. All matches begin at the given place or behind it. The next part may begin where the
         * first of them ends, and most expressions match as much as they can: {@code \w+.*\w} would find nothing in "ab" otherwise.
         */
        private static int firstEnd(Matcher part, int begin, int end) {
            int without = begin - 1;
            int with = end;
            while (with - without > 1) {
                int middle = (without + with) >>> 1;
                if (part.region(begin, middle).find()) {
                    with = part.end();
                } else {
                    without = middle;
                }
            }
            return with;
        }
    }

    /** The matching has to stop: the time is up, or the thread was interrupted. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("the matching has to stop", null, false, false);
        }
    }

    /** The text, which stops the matching when it is time. Java's matching itself heeds neither time nor interrupts. */
    private final class WatchedText implements CharSequence {

        private int reads;

        @Override
        public char charAt(int index) {
            if (++reads % READS_PER_CHECK == 0 && (Thread.currentThread().isInterrupted() || deadline.isOver())) {
                throw new Stopped();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
