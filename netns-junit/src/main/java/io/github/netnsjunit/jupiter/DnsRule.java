package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.service.DnsAnswer;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a {@link DnsServer} answers the queries for one name, or for several. This one fails at first:
 *
 * <pre>{@code
 * @DnsServer(
 *         namespace = "server",
 *         records = "www.example.test. 60 IN A 203.0.113.1",
 *         script = @DnsRule(name = "www.example.test", answer = SERVFAIL, once = true))
 * }</pre>
 *
 * <p>May stand only inside a {@link DnsServer}. Several rules for a name are used one after another.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DnsRule {

    /** {@return such as {@code www.example.test}, {@code *.example.test} for all names below, or {@code *} for all} */
    String name() default "*";

    /** {@return what is answered} Has no effect if there are {@link #records}. */
    DnsAnswer.Kind answer() default DnsAnswer.Kind.USUAL;

    /** {@return the records of an answer of its own, each as a line of a zone file} */
    String[] records() default {};

    /**
     * {@return whether this is the answer to one query alone} Queries for each type of records are counted by themselves: most clients
     * ask for A and AAAA at once.
     */
    boolean once() default false;

    /** {@return how long the server waits before it answers: {@code "200 ms"}} */
    String delay() default "";

    /** {@return whether the answer has another id than the query, so that no client may accept it} */
    boolean wrongId() default false;

    /** {@return whether the answer is truncated if it goes over UDP, so that the client has to ask again over TCP} */
    boolean truncated() default false;
}
