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
 * Sets a kernel parameter of one namespace. This one makes a router of it:
 *
 * <pre>{@code
 * @Sysctl(namespace = "router", name = "net.ipv4.ip_forward", value = "1")
 * }</pre>
 *
 * <p>An interface that it is a parameter of, as {@code net.ipv4.conf.eth0.rp_filter} is of {@code eth0}, has to be declared.
 *
 * <p>May stand on a class, a method or another annotation. Repeatable, inherited, and safe in parallel: each namespace has its own
 * parameters. Declarations add up as those of {@link NetNamespace} do.
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
     * {@return the name of the parameter as sysctl(8) writes it, below {@code net.}: {@code "net.ipv4.ip_forward"}} With slashes
     * where an interface's name has a dot: {@code "net/ipv4/conf/eth0.5/forwarding"}.
     */
    String name();

    /** {@return the value, as it is written to the parameter's file under {@code /proc/sys}} */
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

    /** What the annotation declares. */
    final class Parts implements PartsOf<Sysctl> {
        private Parts() {}

        @Override
        public void declare(Sysctl sysctl, Consumer<Part> to) {
            to.accept(SysctlSetting.of(sysctl.namespace(), sysctl.name(), sysctl.value()));
        }
    }
}
