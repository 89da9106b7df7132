package io.github.netnsjunit.address;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the words that may follow an address and its prefix length: its state, its scope and its lifetimes, as {@code ip address} writes them. */
final class AddressWords {

    private static final Pattern SECONDS = Pattern.compile("(\\d{1,10})(sec)?");

    private final String text;
    private final Set<String> seen = new HashSet<>();
    private LinkAddress.State state = LinkAddress.State.USABLE;
    private @Nullable AddressScope scope;
    private @Nullable Duration valid;
    private @Nullable Duration preferred;

    private AddressWords(String text) {
        this.text = text;
    }

    /**
     * Reads them.
     *
     * @param text all of the text, for messages
     * @param words what follows the prefix length; may be empty
     */
    static AddressWords of(String text, String words) {
        AddressWords read = new AddressWords(text);
        List<String> all = words.isEmpty() ? List.of() : Arrays.asList(words.split(" ", -1));
        for (Iterator<String> rest = all.iterator(); rest.hasNext(); ) {
            read.take(rest.next(), rest);
        }
        return read;
    }

    private void take(String word, Iterator<String> rest) {
        boolean first = seen.add(word);
        Optional<LinkAddress.State> said = LinkAddress.State.parse(word);
        if (said.isPresent() && state == LinkAddress.State.USABLE) {
            state = said.get();
        } else if (word.equals("scope") && first) {
            String name = next(rest, word);
            scope = AddressScope.parse(name)
                    .orElseThrow(() -> mistake("[" + name + "] is no scope: write [global], [site], [link] or [host]"));
        } else if (word.equals("valid_lft") && first) {
            valid = time(word, next(rest, word));
        } else if (word.equals("preferred_lft") && first) {
            preferred = time(word, next(rest, word));
        } else {
            throw mistake("after the prefix length there may be [tentative], so that the kernel looks for duplicates,"
                    + " [scope link], [valid_lft 60] and [preferred_lft 30], each once, and nothing else");
        }
    }

    private String next(Iterator<String> rest, String word) {
        if (!rest.hasNext()) {
            throw mistake("nothing follows [" + word + "]");
        }
        return rest.next();
    }

    private @Nullable Duration time(String name, String value) {
        if (value.equals("forever")) {
            return null;
        }
        Matcher seconds = SECONDS.matcher(value);
        if (!seconds.matches()) {
            throw mistake(name + " [" + value + "] is neither a number of seconds nor [forever]");
        }
        return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
    }

    private IllegalArgumentException mistake(String what) {
        return new IllegalArgumentException("[" + text + "]: " + what);
    }

    LinkAddress.State state() {
        return state;
    }

    Optional<AddressScope> scope() {
        return Optional.ofNullable(scope);
    }

    /** An address is preferred for as long as it is valid, unless another time is said. */
    AddressLifetime lifetime() {
        try {
            AddressLifetime lifetime = new AddressLifetime(valid, seen.contains("preferred_lft") ? preferred : valid);
            lifetime.checkNew();
            return lifetime;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("[" + text + "]: " + wrong.getMessage(), wrong);
        }
    }
}
