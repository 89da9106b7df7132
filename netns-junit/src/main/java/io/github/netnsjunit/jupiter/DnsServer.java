package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.jupiter.reading.Attributes;
import io.github.netnsjunit.service.DnsAnswer;
import io.github.netnsjunit.topology.Part;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a name server in a namespace. It answers over UDP and TCP, at port 53 of all addresses there, from its records alone:
 *
 * <pre>{@code
 * @Lan(name = "office", subnet = "10.1.0.0/24", hosts = {"alice", "server"})
 * @DnsServer(namespace = "server", records = {"www.example.test. 60 IN A 203.0.113.1"})
 * }</pre>
 *
 * <p>Whoever runs in one of its clients finds it in {@code /etc/resolv.conf} there: {@code InetAddress}, and each program that is started
 * inside. What it was asked tells {@link io.github.netnsjunit.lab.NetworkNamespace#dns()}.
 *
 * <p>Needs dnsjava, an optional dependency: {@code dnsjava:dnsjava}.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, but a namespace has only one; inherited, and safe in parallel.
 * Declarations add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(DnsServer.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(DnsServer.Parts.class)
public @interface DnsServer {

    /** {@return the name of the declared namespace that it runs in} */
    String namespace();

    /**
     * {@return what it answers, each as a line of a zone file} The names are absolute, with or without the dot at the end. Without a time
     * to live a record has 60 s. A name may begin with {@code *}, for all names below that have no records.
     */
    String[] records() default {};

    /** {@return the namespaces that ask it} By default these are all that share a segment with its namespace, and that one itself. */
    String[] clients() default {};

    /**
     * {@return whether its clients look into their hosts files, where the names of the lab stand, before they ask it} With {@code false}
     * they do so only if it does not know a name.
     */
    boolean hosts() default true;

    /** {@return more lines for the {@code /etc/resolv.conf} of its clients} For example {@code "options timeout:1 attempts:1"}. */
    String[] resolver() default {};

    /** {@return answers to particular queries} */
    DnsRule[] script() default {};

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        DnsServer[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<DnsServer> {
        private Parts() {}

        @Override
        public void declare(DnsServer server, Consumer<Part> to) {
            var declared = io.github.netnsjunit.service.DnsServer.of(server.namespace(), server.records())
                    .clients(server.clients())
                    .hosts(server.hosts())
                    .resolver(server.resolver());
            for (DnsRule rule : server.script()) {
                declared = rule.once()
                        ? declared.once(rule.name(), answer(rule))
                        : declared.then(rule.name(), answer(rule));
            }
            to.accept(declared);
        }

        private static DnsAnswer answer(DnsRule rule) {
            DnsAnswer answer = rule.records().length > 0 ? DnsAnswer.of(rule.records()) : DnsAnswer.of(rule.answer());
            if (!rule.delay().isEmpty()) {
                answer = answer.delayedBy(Attributes.duration("delay", rule.delay()));
            }
            if (rule.wrongId()) {
                answer = answer.withWrongId();
            }
            return rule.truncated() ? answer.asTruncated() : answer;
        }
    }
}
