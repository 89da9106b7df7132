package io.github.netnsjunit.service;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * How a name server answers a query. Immutable.
 *
 * <pre>{@code
 * DnsServer.of("server", "www.example.test. 60 IN A 203.0.113.1")
 *         .once("www.example.test", DnsAnswer.SERVFAIL)
 *         .then("www.example.test", DnsAnswer.USUAL.delayedBy(Duration.ofMillis(200)))
 * }</pre>
 *
 * @param kind what is answered
 * @param records the records of an answer of its own, each as a line of a zone file; empty for the other kinds
 * @param delay how long the server waits before it answers
 * @param wrongId whether the answer has another id than the query, so that no client may accept it
 * @param truncated whether the answer is truncated if it goes over UDP, however short it is
 */
public record DnsAnswer(Kind kind, List<String> records, Duration delay, boolean wrongId, boolean truncated) {

    /** What is answered. */
    public enum Kind {
        /** What the server's records say; that the name does not exist if there is none. */
        USUAL,
        /** What records of the answer's own say. */
        RECORDS,
        /** That the name does not exist. */
        NXDOMAIN,
        /** That the server has failed. */
        SERVFAIL,
        /** That the server refuses to answer. */
        REFUSED,
        /** Nothing. */
        SILENCE
    }

    /** What the server's records say. */
    public static final DnsAnswer USUAL = of(Kind.USUAL);

    /** That the name does not exist. */
    public static final DnsAnswer NXDOMAIN = of(Kind.NXDOMAIN);

    /** That the server has failed. */
    public static final DnsAnswer SERVFAIL = of(Kind.SERVFAIL);

    /** That the server refuses to answer. */
    public static final DnsAnswer REFUSED = of(Kind.REFUSED);

    /** Nothing: the client waits until it gives up. */
    public static final DnsAnswer SILENCE = of(Kind.SILENCE);

    public DnsAnswer {
        requireNonNull(kind, "kind");
        records = List.copyOf(records);
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay of an answer is negative: " + delay);
        }
        if (records.isEmpty() == (kind == Kind.RECORDS)) {
            throw new IllegalArgumentException("an answer of the kind RECORDS has records, and no other has");
        }
    }

    /** An answer of one kind, at once. {@link Kind#RECORDS} needs records: see {@link #of(String...)}. */
    public static DnsAnswer of(Kind kind) {
        return new DnsAnswer(kind, List.of(), Duration.ZERO, false, false);
    }

    /** An answer with records of its own, each as a line of a zone file: {@code www.example.test. 60 IN A 203.0.113.2}. */
    public static DnsAnswer of(String... records) {
        return new DnsAnswer(Kind.RECORDS, List.of(records), Duration.ZERO, false, false);
    }

    /** The same, after so much time. */
    public DnsAnswer delayedBy(Duration time) {
        return new DnsAnswer(kind, records, time, wrongId, truncated);
    }

    /** The same with another id than that of the query, as somebody sends it who guesses. */
    public DnsAnswer withWrongId() {
        return new DnsAnswer(kind, records, delay, true, truncated);
    }

    /** The same, but over UDP without records and truncated, so that the client has to ask again over TCP. */
    public DnsAnswer asTruncated() {
        return new DnsAnswer(kind, records, delay, wrongId, true);
    }

    @Override
    public String toString() {
        return (kind == Kind.RECORDS ? records.toString() : kind.name())
                + (delay.isZero() ? "" : " after " + delay.toMillis() + " ms")
                + (wrongId ? " with a wrong id" : "")
                + (truncated ? ", truncated over UDP" : "");
    }
}
