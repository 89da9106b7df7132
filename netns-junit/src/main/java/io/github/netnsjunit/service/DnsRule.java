package io.github.netnsjunit.service;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.service.dns.DnsText;
import io.github.netnsjunit.topology.Counterparts;
import java.util.List;
import java.util.stream.Stream;

/**
 * An answer to the queries for one name, or for several.
 *
 * @param name such as {@code www.example.test}, {@code *.example.test} for all names below, or {@code *} for all
 * @param answer what is answered
 * @param once whether it is the answer to one query alone
 */
public record DnsRule(String name, DnsAnswer answer, boolean once) {

    public DnsRule {
        requireNonNull(name, "name");
        requireNonNull(answer, "answer");
    }

    /** The same in other families. If none of the answer's own records is of them, the answer is the usual one. */
    DnsRule in(Counterparts families) {
        List<String> there = DnsFamilies.of(answer.records(), answer.records(), families);
        DnsAnswer.Kind kind =
                there.isEmpty() && answer.kind() == DnsAnswer.Kind.RECORDS ? DnsAnswer.Kind.USUAL : answer.kind();
        return new DnsRule(
                name, new DnsAnswer(kind, there, answer.delay(), answer.wrongId(), answer.truncated()), once);
    }

    List<String> mistakes() {
        return Stream.concat(
                        DnsText.nameMistake("name", name).stream(),
                        DnsText.mistakes("answer to [" + name + "]", answer.records()).stream())
                .toList();
    }

    @Override
    public String toString() {
        return name + (once ? " once " : " then ") + answer;
    }
}
