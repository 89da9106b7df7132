package io.github.netnsjunit.jupiter;

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
 * Adds a record to the {@link DnsServer} of a namespace: for one test, if it stands on a method.
 *
 * <pre>{@code
 * @DnsRecord(namespace = "server", record = "new.example.test. 60 IN A 203.0.113.2")
 * }</pre>
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel. Declarations add up as those of
 * {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(DnsRecord.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(DnsRecord.Parts.class)
public @interface DnsRecord {

    /** {@return the name of the namespace of the server} */
    String namespace();

    /** {@return the record as a line of a zone file: {@code "new.example.test. 60 IN A 203.0.113.2"}} */
    String record();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        DnsRecord[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<DnsRecord> {
        private Parts() {}

        @Override
        public void declare(DnsRecord record, Consumer<Part> to) {
            to.accept(io.github.netnsjunit.service.DnsRecord.of(record.namespace(), record.record()));
        }
    }
}
