package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.policy.SysctlSetting;
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
 * Sets a kernel parameter of one namespace. This example turns the namespace into a router:
 *
 * <pre>{@code
 * @Sysctl(namespace = "router", name = "net.ipv4.ip_forward", value = "1")
 * }</pre>
 *
 * <p>The parameter of an interface, such as {@code net.ipv4.conf.eth0.rp_filter}, can be set only if the interface is
 * declared.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel: each namespace
 * has its own parameters. Declarations add up as those of {@link NetNamespace} do.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(Sysctl.Container.class)
@ExtendWith(NetnsExtension.class)
@Declares(Sysctl.Parts.class)
public @interface Sysctl {

    /** {@return the name of the declared namespace whose parameter is set} */
    String namespace();

    /**
     * {@return the name of the parameter as sysctl(8) writes it, below {@code net.}: {@code "net.ipv4.ip_forward"}}
     * The name of an interface in it may contain dots: {@code "net.ipv4.conf.eth0.5.forwarding"}.
     */
    String name();

    /** {@return the value as it would be written to the file of the parameter under {@code /proc/sys}} */
    String value();

    /** Holds repeated annotations. */
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @ExtendWith(NetnsExtension.class)
    @interface Container {

        /** {@return the repeated annotations} */
        Sysctl[] value();
    }

    /** Reads the annotation. */
    final class Parts implements PartsOf<Sysctl> {
        private Parts() {}

        @Override
        public void declare(Sysctl sysctl, Consumer<Part> to) {
            to.accept(SysctlSetting.of(sysctl.namespace(), sysctl.name(), sysctl.value()));
        }
    }
}
