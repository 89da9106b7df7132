package io.github.netnsjunit.service.dns;

import io.github.netnsjunit.service.DnsAnswer;
import io.github.netnsjunit.service.DnsRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers to the queries for one name, one after another. To be guarded by a lock. */
final class Script {

    private final List<DnsAnswer> once = new ArrayList<>();
    private @Nullable DnsAnswer last;

    /** How many of {@link #once} were given, by the type of the records. */
    private final Map<Integer, Integer> given = new HashMap<>();

    void add(DnsRule rule) {
        if (rule.once()) {
            once.add(rule.answer());
        } else {
            last = rule.answer();
        }
    }

    /** The answer to the next query for records of a type; empty if the script says none. */
    Optional<DnsAnswer> next(int type) {
        int number = given.getOrDefault(type, 0);
        if (number == once.size()) {
            return Optional.ofNullable(last);
        }
        given.put(type, number + 1);
        return Optional.of(once.get(number));
    }
}
